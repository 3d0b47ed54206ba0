using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>TypeScript with openapi-typescript and openapi-fetch.</summary>
public sealed class OpenApiFetchTests(OpenApiFetchTests.Client client) : IClassFixture<OpenApiFetchTests.Client>
{
    [Fact]
    public async Task Its_story_compiles_strictly_and_comes_true()
    {
        var story = await Story.RunAsync(client, "npx tsc -p . && npx esbuild story.ts --bundle --platform=node --format=esm --log-level=error --outfile=story.mjs && node story.mjs");

        await story.AssertAsync(client.Api);
    }

    public sealed class Client(Api api) : GeneratedClient(api, "openapi-fetch", "TypeScript with openapi-typescript and openapi-fetch")
    {
        protected override IReadOnlyList<string> Kept =>
            ["tests/generated-clients/openapi-fetch/story.ts", "tests/generated-clients/steps.ts", "tests/generated-clients/tsconfig.json", "deploy/clients/typescript/patient.ts"];
    }
}
