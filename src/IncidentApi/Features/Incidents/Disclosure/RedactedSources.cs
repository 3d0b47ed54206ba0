using IncidentApi.Features.Incidents.Body;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>How it is known, as an audience may read it: a title or an address in the news names whom a label hides.</summary>
internal sealed class RedactedSources(IReadOnlyList<Source>? own)
{
    public Refs Refs { get; } = new('s', (own ?? []).Where(IsListed).Select(source => source.Ref));

    public List<Source>? Seen(Veil veil)
    {
        var seen = new List<Source>();
        for (var i = 0; i < (own?.Count ?? 0); i++)
        {
            var (source, pointer) = (own![i], $"/sources/{i}");
            if (IsListed(source)) seen.Add(Seen(source, pointer, $"s{seen.Count + 1}", veil));
            else veil.Remove(pointer, source, RemovalReason.Confidential);
        }
        return seen.Count == 0 ? null : seen;
    }

    private Source Seen(Source source, string pointer, string name, Veil veil)
    {
        string? Released(string member, string? text) => source.Released == true ? text : veil.UnlessHidden($"{pointer}/{member}", text);

        return new Source
        {
            Ref = name,
            Kind = source.Kind,
            Publisher = veil.Text($"{pointer}/publisher", source.Publisher),
            Title = veil.Text($"{pointer}/title", Released("title", source.Title)),
            Url = veil.Address($"{pointer}/url", Released("url", source.Url)),
            ArchivedUrl = veil.Address($"{pointer}/archivedUrl", Released("archivedUrl", source.ArchivedUrl)),
            PublishedOn = veil.Date($"{pointer}/publishedOn", source.PublishedOn),
            Reliability = source.Reliability,
            Credibility = source.Credibility,
            RelayedBy = Refs[source.RelayedBy],
        };
    }

    private static bool IsListed(Source source) => source.Confidential != true;
}
