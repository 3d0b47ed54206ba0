using System.Collections.Frozen;

namespace IncidentApi.Features.Vocabularies.Gazetteer;

/// <summary>First-level units of the countries whose list we hold, by ISO 3166-2.</summary>
internal static class Regions
{
    public static readonly Vocabulary All = Vocabulary.Named("regions");

    private static readonly FrozenDictionary<string, string[]> ByCountry = All.Terms
        .GroupBy(region => region.Text("country")!, region => region.Code)
        .ToFrozenDictionary(country => country.Key, country => country.ToArray());

    /// <summary>The codes of a country's units; empty when we hold no list, so that any well-formed code must do.</summary>
    public static IReadOnlyList<string> Of(string country) => ByCountry.TryGetValue(country, out var codes) ? codes : [];
}
