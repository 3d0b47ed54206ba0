namespace IncidentApi.Features.People.Names;

/// <summary>A text to be looked through, and where it stands in its document.</summary>
internal sealed record TextToScan(string Pointer, string Text)
{
    // What is looked through for names goes into no log.
    public override string ToString() => Pointer;
}

/// <summary>A person whose name must not stand in the texts.</summary>
/// <param name="Person">What findings call the person: a ref, or an id. Never the name.</param>
/// <param name="Spellings">The name and all aliases.</param>
/// <param name="OfThisRecord">Of this record a single name is telling; of another record only what belongs together is.</param>
internal sealed record KnownName(string Person, IReadOnlyList<string> Spellings, bool OfThisRecord)
{
    public override string ToString() => Person;
}

/// <summary>A person who has a name with some stem in it, as a blind index knows him.</summary>
/// <param name="Parts">How many words his name has.</param>
/// <param name="OfThisRecord">Whether he stands, hidden, in the record itself: then a single part of the name is telling.</param>
internal sealed record NameOwner(string Person, int Parts, bool OfThisRecord = false);

/// <summary>A word of a text that is a part of one person's name.</summary>
/// <param name="Word">The position of the word; those of two texts lie far apart.</param>
/// <param name="Letters">How long it is there.</param>
/// <param name="Part">Which part of the name: anything that is the same for the same part and differs for others.</param>
/// <param name="Parts">How many words the name has.</param>
internal readonly record struct NameHit(int Word, int Letters, string Part, int Parts);

/// <summary>Where a text names somebody whom it must not name.</summary>
internal sealed record NameFinding(string Pointer, int Start, int Length, string Person);
