using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Filters;

/// <summary>An organisation with 300 generated incidents in every status, which nobody changes any more.</summary>
public sealed class FilterOrganisation(Api api) : IAsyncLifetime
{
    private const int Size = 300;

    private TestOrganisation _organisation = null!;

    internal HttpClient Client => _organisation.Admin;

    internal IReadOnlyList<OracleRecord> Records { get; private set; } = [];

    public async ValueTask InitializeAsync()
    {
        _organisation = await api.NewOrganisationAsync();
        var generated = new GeneratedIncidents(20261122);
        var bodies = Enumerable.Range(0, Size).Select(generated.Next).ToList();
        var batch = new JsonObject { ["items"] = new JsonArray([.. bodies.Select(body => body.DeepClone())]) };
        var made = (await Client.PostAsync("/v1/incidents/batch", batch)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.All(made, item => Assert.True((int)item!["status"]! == 201, item.ToJsonString()));

        var ids = made.Select(item => (string)item!["id"]!).ToList();
        await MoveAsync(ids.Where((_, i) => i % 4 == 1), "submitted");
        await MoveAsync(ids.Where((_, i) => i % 8 == 1), "published");
        await MoveAsync(ids.Where((_, i) => i % 16 == 5), "returned");
        await MoveAsync(ids.Where((_, i) => i % 12 == 0), "withdrawn");
        var conclusions = Codes.Of("incident.verification");
        foreach (var (i, id) in ids.Index().Where(item => item.Index % 5 == 2)) await VerifyAsync(id, conclusions[i % conclusions.Length]);

        var records = new List<OracleRecord>();
        foreach (var (body, id) in bodies.Zip(ids))
        {
            records.Add(new OracleRecord(body, (await Client.ReadAsync($"/v1/incidents/{id}")).Expect(HttpStatusCode.OK).Json));
        }

        Records = records;
    }

    /// <summary>Every id that a query finds, page by page, and what it counts.</summary>
    internal async Task<(List<string> Ids, int Count, int? MayAlsoMatch)> FindAsync(IReadOnlyDictionary<string, string> query)
    {
        var address = $"/v1/incidents?limit=200&count=exact&{string.Join('&', query.Select(part => $"{part.Key}={Uri.EscapeDataString(part.Value)}"))}";
        var ids = new List<string>();
        var first = (await Client.ReadAsync(address)).Expect(HttpStatusCode.OK);
        for (var page = first; ;)
        {
            ids.AddRange(page.Json["items"]!.AsArray().Select(item => (string)item!["id"]!));
            if ((string?)page.Json["nextCursor"] is not { } cursor) return (ids, (int)first.Json["count"]!, (int?)first.Json["mayAlsoMatch"]);

            page = (await Client.ReadAsync($"{address}&after={cursor}")).Expect(HttpStatusCode.OK);
        }
    }

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task MoveAsync(IEnumerable<string> ids, string to)
    {
        foreach (var id in ids)
        {
            var step = new JsonObject { ["to"] = to, ["reason"] = to == "withdrawn" ? "other" : "a reason" };
            (await Client.SendAsync(HttpMethod.Post, $"/v1/incidents/{id}/transitions", step, "*")).Expect(HttpStatusCode.OK);
        }
    }

    private async Task VerifyAsync(string id, string conclusion)
    {
        var verification = new JsonObject { ["status"] = conclusion, ["method"] = Codes.Of("verification.method")[0] };
        (await Client.SendAsync(HttpMethod.Post, $"/v1/incidents/{id}/verification", verification, "*")).Expect(HttpStatusCode.OK);
    }
}
