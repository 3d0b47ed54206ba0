using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics.Oracle;

/// <summary>An organisation with generated records, half of which are published, and a partner who may read those.</summary>
public sealed class FigureOrganisation(Api api) : IAsyncLifetime
{
    private const int Records = 60;

    internal Api Api => api;

    internal TestOrganisation Owner { get; private set; } = null!;

    internal TestOrganisation Partner { get; private set; } = null!;

    /// <summary>A tag that no other test gives its public records.</summary>
    internal string Tag { get; } = $"figures-{Guid.CreateVersion7():N}";

    public async ValueTask InitializeAsync()
    {
        (Owner, Partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        var draw = new GeneratedIncidents(23);
        for (var number = 0; number < Records; number++)
        {
            var incident = OracleRecords.WithVictims(draw.Next(number), number);
            incident["tags"] = new JsonArray(Tag);
            if (number % 3 == 0) await Owner.PublishedAsync(incident, number % 2 == 0 ? "public" : "partners");
            else if (number % 7 == 0) await Owner.VerifiedAsync(await Owner.RecordedAsync(incident), "corroborated");
            else await Owner.RecordedAsync(incident);
        }

        (await Owner.ShareAsync(Partner)).Expect(HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
