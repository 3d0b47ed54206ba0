using System.Text.RegularExpressions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>TypeScript with openapi-typescript and openapi-fetch.</summary>
public sealed partial class OpenApiFetchTests(OpenApiFetchTests.Client client) : IClassFixture<OpenApiFetchTests.Client>
{
    [Fact]
    public async Task Its_story_compiles_strictly_and_comes_true()
    {
        client.Keep("example.ts", PartnerGuide.Blocks(Client.Heading, "ts")[0]);
        client.Keep("tour.ts", PartnerGuide.Tour("ts"));

        var story = await Story.RunAsync(client, TypeScript.Run(Client.Heading, "story", "example", "tour"));

        await story.AssertAsync(client.Api, tours: 1);
        Assert.Contains("Searches at the office of a legal aid group", story.Printed, StringComparison.Ordinal);
        Assert.Matches("[0-9A-Z]{4}-[0-9A-Z]{4} \"1", story.Printed);
    }

    [Fact]
    public async Task Its_names_are_those_of_the_document_and_every_type_is_known()
    {
        var types = client.Text("incidents.d.ts");

        await GeneratedNames.In(types, Types(), Operations()).AssertAsync(client.Api);

        Assert.Equal(await GeneratedNames.OpenShapesAsync(client.Api), TypeScript.UnknownTypes(types));
        Assert.Empty(TypeScript.LooseTypes(types));
    }

    [GeneratedRegex(@"^        (?<name>[A-Z]\w+): ", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"^    (?<name>[a-z]\w+): \{$", RegexOptions.Multiline)]
    private static partial Regex Operations();

    public sealed class Client(Api api) : GeneratedClient(api, "openapi-fetch", Heading)
    {
        public const string Heading = "TypeScript with openapi-typescript and openapi-fetch";

        protected override IReadOnlyList<string> Kept =>
            ["tests/generated-clients/openapi-fetch/story.ts", "tests/generated-clients/steps.ts", "deploy/clients/typescript/tsconfig.json", "deploy/clients/typescript/patient.ts"];
    }
}
