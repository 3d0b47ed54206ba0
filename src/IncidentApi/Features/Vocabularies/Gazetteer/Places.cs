using System.Collections.Frozen;
using IncidentApi.Features.Vocabularies.Names;

namespace IncidentApi.Features.Vocabularies.Gazetteer;

/// <summary>The regions and towns that we know by name, regions first.</summary>
internal static class Places
{
    public static readonly IReadOnlyList<NamedPlace> All =
        [.. Regions.All.Terms.Select(NamedPlace.OfRegion), .. Vocabulary.Named("places").Terms.Select(NamedPlace.OfTown)];

    private static readonly FrozenDictionary<string, NamedPlace> ByCode = All.ToFrozenDictionary(place => place.Term.Code);

    private static readonly NameIndex<NamedPlace> Names = new(All, place => place.Term.Names);

    /// <summary>The region or town with this code; null when we hold none.</summary>
    public static NamedPlace? At(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>The places whose name reads most like the text, best first; all of them, in order, for no text.</summary>
    public static IReadOnlyList<NamedPlace> Find(string? text, string? country) =>
        [.. (text is null ? All : Names.Near(text)).Where(place => country is null || place.Country == country)];
}
