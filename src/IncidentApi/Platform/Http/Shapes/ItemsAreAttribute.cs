namespace IncidentApi.Platform.Http;

/// <summary>Says in the contract what the entries of a list are, where they are read one by one so that each fails by itself.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ItemsAreAttribute(Type type) : Attribute
{
    public Type Type => type;
}
