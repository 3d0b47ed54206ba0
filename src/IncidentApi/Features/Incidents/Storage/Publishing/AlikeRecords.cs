using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Incidents.Storage.Publishing;

/// <summary>Counts the public records that could be meant by what still shows of a hidden person.</summary>
internal sealed class AlikeRecords(PublicStore store)
{
    public async Task<IReadOnlyList<AlikeCount>> CountAsync(Incident own, Audience audience, Incident redacted, CancellationToken cancellation)
    {
        var counts = new List<AlikeCount>();
        foreach (var alike in Alike.Of(own, audience, redacted))
        {
            var conditions = new List<Sql>
            {
                $"id <> {redacted.Id}",
                $"exists (select from json_array_elements(document->'people') person where person->>'role' = {alike.Role})",
            };
            if (alike.Region is { } place) conditions.Add($"places && {new[] { PlaceCode.Of(place) }}");
            if (PartialDate.Of(alike.Month) is { } month) conditions.Add($"earliest >= {month.First} and latest <= {month.Last}");

            var others = await store.ReadAsync(Scope.Nobody, $"select count(*) from public_incidents where {Sql.Join(" and ", conditions)}", row => row.GetInt64(0), cancellation);
            counts.Add(new AlikeCount(alike.Role, alike.Month, alike.Region, others[0] + 1));
        }

        return counts;
    }
}
