namespace IncidentApi.Platform.Http;

/// <summary>Says that a text is one of a closed list: the rules check it, the contract shows it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class ClosedListAttribute : Attribute
{
    /// <summary>The vocabulary that it is; null for a list of our own.</summary>
    public abstract string? Name { get; }

    /// <summary>What a list of our own is called in the contract, and so the type that generated clients have for it.</summary>
    public virtual string? Called { get; set; }

    /// <summary>What the list is of, in a sentence for the contract.</summary>
    public virtual string? Note { get; set; }

    public abstract IReadOnlyList<string> Codes { get; }

    public abstract bool Contains(string code);

    /// <summary>The codes that look most like a text that is none.</summary>
    public abstract IReadOnlyList<string> Near(string text);
}

/// <summary>A closed list of our own. One that stands at several places is a class of its own; one without a name is a constant.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal class OneOfAttribute(params string[] codes) : ClosedListAttribute
{
    public override string? Name => null;

    public override IReadOnlyList<string> Codes => codes;

    public override bool Contains(string code) => codes.Contains(code, StringComparer.Ordinal);

    public override IReadOnlyList<string> Near(string text) => NearMiss.Of(text, codes);
}
