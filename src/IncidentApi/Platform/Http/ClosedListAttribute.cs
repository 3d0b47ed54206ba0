namespace IncidentApi.Platform.Http;

/// <summary>Says that a text is one of a closed list: the rules check it, the contract shows it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ClosedListAttribute : Attribute
{
    /// <summary>The list's name in the contract; null for a list that belongs to one member alone.</summary>
    public abstract string? Name { get; }

    /// <summary>What the list is of, in a sentence for the contract.</summary>
    public virtual string? Note => null;

    public abstract IReadOnlyList<string> Codes { get; }

    public abstract bool Contains(string code);

    /// <summary>The codes that look most like a text that is none.</summary>
    public abstract IReadOnlyList<string> Near(string text);
}

/// <summary>A closed list that stands where it is used.</summary>
internal sealed class OneOfAttribute(params string[] codes) : ClosedListAttribute
{
    public override string? Name => null;

    public override IReadOnlyList<string> Codes => codes;

    public override bool Contains(string code) => codes.Contains(code, StringComparer.Ordinal);

    public override IReadOnlyList<string> Near(string text) => [];
}
