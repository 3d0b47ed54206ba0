using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>Postman's own converter takes the document, and its runner gets answers.</summary>
public sealed class PostmanTests(PostmanTests.Imported collection) : IClassFixture<PostmanTests.Imported>
{
    [Fact]
    public async Task The_document_becomes_a_collection_with_every_route_and_its_requests_run()
    {
        var organisation = await collection.Api.NewOrganisationAsync();

        var printed = await collection.RunAsync(PartnerGuide.Blocks("Postman", "sh")[0], ("KEY", organisation.AdminKey));

        var requests = Requests(JsonNode.Parse(collection.Text("incidents.postman.json"))!).Count();
        Assert.Equal((await ServedContract.OfAsync(collection.Api)).Operations.Count(), requests);
        Assert.Equal(3, printed.Split('\n').Count(line => line.Contains("[200 OK", StringComparison.Ordinal) || line.Contains("[201 Created", StringComparison.Ordinal)));
        Assert.Single((await organisation.Admin.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray());
    }

    private static IEnumerable<JsonNode> Requests(JsonNode holder) => holder["item"] is JsonArray items ? items.SelectMany(item => Requests(item!)) : [holder];

    public sealed class Imported(Api api) : GeneratedClient(api, "postman", null)
    {
        protected override IReadOnlyList<string> Kept => [];
    }
}
