namespace IncidentApi.Features.Vocabularies.Gazetteer;

/// <summary>A region or a town that we can put on a map: its names and the point that stands for the whole of it.</summary>
/// <param name="Region">The region in which a town lies, or the region itself.</param>
/// <param name="Kind"><c>region</c> or <c>town</c>.</param>
internal sealed record NamedPlace(Term Term, string Kind, string Country, string Region, double Latitude, double Longitude)
{
    public static NamedPlace OfRegion(Term term) => Of(term, "region", term.Code);

    public static NamedPlace OfTown(Term term) => Of(term, "town", term.Text("region")!);

    private static NamedPlace Of(Term term, string kind, string region) => new(term, kind, term.Text("country")!, region,
        term.Members.GetProperty("latitude").GetDouble(), term.Members.GetProperty("longitude").GetDouble());
}
