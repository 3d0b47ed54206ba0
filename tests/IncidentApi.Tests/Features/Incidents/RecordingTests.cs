using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents;

public sealed class RecordingTests(Api api)
{
    [Fact]
    public async Task Every_record_of_the_sample_goes_in_and_comes_out_equal()
    {
        var organisation = await api.NewOrganisationAsync();
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("src/IncidentApi.Local/Sample/kyrgyzstan-incidents.json"), TestContext.Current.CancellationToken))!;

        foreach (var record in sample["incidents"]!.AsArray())
        {
            var made = (await organisation.Admin.PostAsync("/v1/incidents", record)).Expect(HttpStatusCode.Created);
            var body = (await organisation.Admin.ReadAsync($"/v1/incidents/{made.Id}?fields=body")).Expect(HttpStatusCode.OK);

            Assert.True(JsonNode.DeepEquals(record, body.Json), body.Text);
        }

        var list = await organisation.Admin.ReadAsync("/v1/incidents?count=exact");
        Assert.Equal(43, (int)list.Json["count"]!);
    }
}
