using System.Text.RegularExpressions;
using IncidentApi.Features.Vocabularies.Gazetteer;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Body;

/// <summary>A first-level unit (ISO 3166-2), checked against the list of its country where there is one.</summary>
internal sealed partial class RegionAttribute : TextFormAttribute
{
    public override string Expected => "an ISO 3166-2 code like KG-GB";

    public override string Pattern => "^[A-Z]{2}-[A-Z0-9]{1,3}$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text)
    {
        if (!Form().IsMatch(text)) return (Problems.InvalidFormat, $"This takes {Expected}.");

        var known = Regions.Of(text[..2]);
        return known.Count == 0 || known.Contains(text) ? null : (Problems.UnknownCode, $"“{text}” is not in this list: {string.Join(", ", known)}.");
    }

    public override IReadOnlyList<string> Near(string text) => Regions.All.Near(text);

    [GeneratedRegex("^[A-Z]{2}-[A-Z0-9]{1,3}$")]
    private static partial Regex Form();
}
