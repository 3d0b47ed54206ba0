using System.Text.Json;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Vocabularies;

public sealed class SampleCodeTests
{
    [Theory]
    [InlineData("kind", "incident.kind")]
    [InlineData("stage", "measure.stage")]
    [InlineData("occurred.span", "occurred.span")]
    [InlineData("occurred.precision", "occurred.precision")]
    [InlineData("location.country", "countries")]
    [InlineData("location.region", "regions")]
    [InlineData("location.precision", "location.precision")]
    [InlineData("violations.type", "violations.type")]
    [InlineData("violations.alsoTypes", "violations.type")]
    [InlineData("violations.occurred.span", "occurred.span")]
    [InlineData("violations.finding.status", "violations.finding")]
    [InlineData("violations.motive", "violations.motive")]
    [InlineData("violations.outcome", "violations.outcome")]
    [InlineData("violations.proceedings.kind", "proceedings.kind")]
    [InlineData("violations.proceedings.statuses.status", "developments.kind")]
    [InlineData("violations.detention.status", "detention.status")]
    [InlineData("people.role", "people.role")]
    [InlineData("people.kind", "people.kind")]
    [InlineData("people.defenderRoles", "people.defenderRoles")]
    [InlineData("people.gender", "people.gender")]
    [InlineData("people.atRiskGroups", "people.atRiskGroups")]
    [InlineData("people.category", "people.category")]
    [InlineData("people.degreeOfInvolvement", "people.degreeOfInvolvement")]
    [InlineData("people.disclosure", "people.disclosure")]
    [InlineData("sources.kind", "sources.kind")]
    [InlineData("developments.kind", "developments.kind")]
    [InlineData("interventions.type", "interventions.type")]
    [InlineData("interventions.status", "interventions.status")]
    [InlineData("related.type", "related.type")]
    public async Task The_sample_uses_only_codes_that_exist(string path, string vocabulary)
    {
        await using var file = File.OpenRead(Repository.Path("src/IncidentApi.Local/Sample/kyrgyzstan-incidents.json"));
        using var sample = await JsonDocument.ParseAsync(file, cancellationToken: TestContext.Current.CancellationToken);

        var codes = At(sample.RootElement.GetProperty("incidents"), path.Split('.')).ToHashSet();

        Assert.NotEmpty(codes);
        Assert.All(codes, code => Assert.True(Vocabulary.Named(vocabulary).Contains(code), $"{vocabulary} has no {code}."));
    }

    private static IEnumerable<string> At(JsonElement value, ReadOnlyMemory<string> path) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(item => At(item, path)),
        JsonValueKind.Object when !path.IsEmpty => value.TryGetProperty(path.Span[0], out var member) ? At(member, path[1..]) : [],
        _ => [value.ToString()],
    };
}
