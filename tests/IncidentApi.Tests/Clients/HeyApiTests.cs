using System.Text.RegularExpressions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>TypeScript with @hey-api/openapi-ts, which makes a function for each route.</summary>
public sealed partial class HeyApiTests(HeyApiTests.Client client) : IClassFixture<HeyApiTests.Client>
{
    [Fact]
    public async Task Its_story_compiles_strictly_and_comes_true()
    {
        client.Keep("example.ts", PartnerGuide.Blocks(Client.Heading, "ts")[0]);

        var story = await Story.RunAsync(client, TypeScript.Run(Client.Heading, "story", "example"));

        await story.AssertAsync(client.Api);
        Assert.Contains("Searches at the office of a legal aid group", story.Printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_names_are_those_of_the_document_and_every_type_is_known()
    {
        var (types, functions) = (client.Text("incidents/types.gen.ts"), client.Text("incidents/sdk.gen.ts"));

        await GeneratedNames.In(types + functions, Types(), Functions()).AssertAsync(client.Api);

        Assert.Equal(await GeneratedNames.OpenShapesAsync(client.Api), TypeScript.UnknownTypes(types));
        Assert.Empty(TypeScript.LooseTypes(types));
    }

    [GeneratedRegex(@"^export type (?<name>\w+) =", RegexOptions.Multiline)]
    private static partial Regex Types();

    [GeneratedRegex(@"^export const (?<name>\w+) = <", RegexOptions.Multiline)]
    private static partial Regex Functions();

    public sealed class Client(Api api) : GeneratedClient(api, "hey-api", Heading)
    {
        public const string Heading = "TypeScript with @hey-api/openapi-ts";

        protected override IReadOnlyList<string> Kept =>
            ["tests/generated-clients/hey-api/story.ts", "tests/generated-clients/steps.ts", "deploy/clients/typescript/tsconfig.json", "deploy/clients/typescript/patient.ts"];
    }
}
