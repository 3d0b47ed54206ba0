using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Vocabularies.Gazetteer;

internal static class FindPlaces
{
    internal sealed record Parameters
    {
        [Description("A name or its beginning, in Latin or Cyrillic letters; all places for want of one.")]
        public string? Q { get; set; }

        [Description("Only places of this country (ISO 3166-1 alpha-2).")]
        [Code("countries")] public string? Country { get; set; }

        [Description("How many places to give at most.")]
        [Range(1, 200)] public int Limit { get; set; } = 20;
    }

    /// <summary>Finds regions and towns by name, in Latin or Cyrillic letters and in spite of misspelling; best match first.</summary>
    public static ReferenceData<PlaceList> Handle(Query<Parameters> query)
    {
        var found = Places.Find(query.Value.Q, query.Value.Country);
        return new(new([.. found.Take(query.Value.Limit).Select(ListedPlace.Of)], found.Count));
    }
}

/// <summary>The places that match.</summary>
/// <param name="Items">The best of them, best first.</param>
/// <param name="Count">How many match in all: more than there are items when the limit cut them.</param>
internal sealed record PlaceList(IReadOnlyList<ListedPlace> Items, int Count);
