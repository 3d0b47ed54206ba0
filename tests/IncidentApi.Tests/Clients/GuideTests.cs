using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

public sealed class GuideTests
{
    [Fact]
    public async Task The_guide_names_the_versions_that_the_tests_install()
    {
        var installed = JsonNode.Parse(await File.ReadAllTextAsync(Repository.Path("tests/generated-clients/package.json"), TestContext.Current.CancellationToken))!["devDependencies"]!.AsObject();

        var pinned = PartnerGuide.Pinned().ToList();

        Assert.True(pinned.Count >= 8, string.Join(' ', pinned));
        Assert.All(pinned, pin => Assert.Equal(pin.Version, (string?)installed[pin.Package]));
    }
}
