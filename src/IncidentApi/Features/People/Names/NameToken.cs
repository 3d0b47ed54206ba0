namespace IncidentApi.Features.People.Names;

/// <summary>A word of a text, as it is compared with names.</summary>
/// <param name="Stem">One form for all spellings and cases of a name; it is compared, never shown.</param>
/// <param name="Start">Where the word begins in the text.</param>
/// <param name="Length">How long it is there.</param>
internal sealed record NameToken(string Stem, int Start, int Length)
{
    /// <summary>
    /// What the word may be besides, when it stands in a text and not in a list of names: the same letters are an ending to one language
    /// and the end of a name to another (Аида, but Асан-да).
    /// </summary>
    public IReadOnlyList<string> OtherStems { get; init; } = [];

    public IEnumerable<string> AllStems => [Stem, .. OtherStems];
}
