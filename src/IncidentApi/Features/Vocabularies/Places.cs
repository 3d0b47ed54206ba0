using System.Collections.Frozen;

namespace IncidentApi.Features.Vocabularies;

/// <summary>The regions and towns that we know by name, regions first.</summary>
internal static class Places
{
    public static readonly IReadOnlyList<Place> All =
        [.. Regions.All.Terms.Select(Place.OfRegion), .. Vocabulary.Named("places").Terms.Select(Place.OfTown)];

    private static readonly FrozenDictionary<string, Place> ByCode = All.ToFrozenDictionary(place => place.Term.Code);

    private static readonly NameIndex Names = new(All.Select(place => place.Term));

    /// <summary>The region or town with this code; null when we hold none.</summary>
    public static Place? At(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The places whose name in any script reads most like the text, best first; all of them, in order, for no text.</summary>
    public static IEnumerable<Place> Find(string? text, string? country, int most) =>
        (text is null ? All : Names.Near(text, All.Count).Select(term => ByCode[term.Code]))
            .Where(place => country is null || place.Country == country)
            .Take(most);
}
