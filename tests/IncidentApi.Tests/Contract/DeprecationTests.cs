using System.ComponentModel;
using IncidentApi.Features.Organisations;
using IncidentApi.Platform.Contract;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentApi.Tests.Contract;

/// <summary>What is to go says so in every answer and in the document. Nothing of ours is, so a service of the tests has routes that are.</summary>
public sealed class DeprecationTests(Api api)
{
    private const string Since = "2027-01-01";
    private const string Sunset = "2028-06-30";

    // Kept as delegates, because ASP.NET's analyzer of handlers falls over methods of another assembly.
    private static readonly Delegate WhoAmI = GetMe.Handle;
    private static readonly Delegate Named = (Query<Parameters> query) => query.Value.Title ?? query.Value.Name;

    internal sealed record Parameters
    {
        [Description("The old name."), Deprecated(Since, Sunset, "Use `name`.")] public string? Title { get; set; }

        [Description("The name.")] public string? Name { get; set; }
    }

    [Fact]
    public async Task A_deprecated_route_says_so_in_every_answer_and_in_the_document()
    {
        await using var service = await api.StartServiceAsync(app => app.MapGet("/v1/whoami", WhoAmI).WithTags("Organisations").RequireAuthorization()
            .Deprecated(Since, Sunset, "Use `GET /v1/me`."));
        var address = new Uri(service.Urls.Single());

        var refused = await api.Anonymous(address).ReadAsync("/v1/whoami?colour=red");
        var unlike = await api.Anonymous(address).ReadAsync("/v1/vocabularies");
        var contract = new ServedContract((await api.Anonymous(address).ReadAsync("/openapi/v1.json")).Json);
        var older = (await api.Anonymous(address).ReadAsync("/openapi/v1-3.0.json")).Json;

        Assert.Equal("@1798761600", refused.Headers.GetValues("Deprecation").Single());
        Assert.Equal("Fri, 30 Jun 2028 23:59:59 GMT", refused.Headers.GetValues("Sunset").Single());
        Assert.Contains("</swagger>; rel=\"deprecation sunset\"; type=\"text/html\"", refused.Headers.GetValues("Link"));
        Assert.False(unlike.Headers.Contains("Deprecation"));
        var operation = contract.Operations.Single(found => found.Path == "/v1/whoami").Operation;
        Assert.True((bool?)operation["deprecated"]);
        Assert.Contains("Deprecated since 2027-01-01, there until 2028-06-30. Use `GET /v1/me`.", (string?)operation["description"], StringComparison.Ordinal);
        Assert.All(operation["responses"]!.AsObject(), answer => Assert.Subset(contract.Resolve(answer.Value!)["headers"]!.AsObject().Select(header => header.Key).ToHashSet(), new HashSet<string> { "Deprecation", "Sunset", "Link" }));
        Assert.True((bool?)older["paths"]!["/v1/whoami"]!["get"]!["deprecated"]);
        Assert.Single(contract.Operations, found => (bool?)found.Operation["deprecated"] == true);
    }

    [Fact]
    public async Task A_deprecated_parameter_says_so_where_it_is_used()
    {
        await using var service = await api.StartServiceAsync(app => app.MapGet("/named", Named).AllowAnonymous().ExcludeFromDescription());
        var client = api.Anonymous(new Uri(service.Urls.Single()));

        var old = await client.GetAsync("/named?title=x", TestContext.Current.CancellationToken);
        var now = await client.GetAsync("/named?name=x", TestContext.Current.CancellationToken);

        Assert.Equal("@1798761600", old.Headers.GetValues("Deprecation").Single());
        Assert.False(now.Headers.Contains("Deprecation"));
        Assert.Equal("The old name. Deprecated since 2027-01-01, there until 2028-06-30. Use `name`.", ValueRules.Of(QueryContract.Of(typeof(Parameters)).Parameters.First()).Describe("The old name."));
    }

    [Fact]
    public void What_is_deprecated_is_there_for_a_year_at_least() => Assert.Throws<ArgumentException>(() => Deprecation.Of("2027-01-01", "2027-12-31", "Use the other."));
}
