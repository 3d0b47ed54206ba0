using IncidentApi.Tests.Contract.Tools;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Compatibility;

/// <summary>api-smart-diff also looks for what breaks clients. It misses what our rules are for (members no longer taken, names, problems), and needs seconds for a comparison.</summary>
public sealed class SecondOpinionTests(Api api)
{
    /// <summary>What it calls breaking and we do not, with the reason.</summary>
    private static readonly Dictionary<string, string> Overruled = new()
    {
        ["paths /v1/incidents/export get responses 200 content"] = "An export is told as the stream that it always was; Released.Corrections says how.",
        ["paths /v1/incidents/{id} put responses 404: [Removed]"] = "It never came.",
        ["paths /v1/incidents/{id} delete responses 422: [Removed]"] = "It never came.",
        ["[Removed] Response 409"] = "It never came of the parts of a record, and our own comparison knows no other that went.",
        ["required query parameter `on`"] = "It was always required.",
    };

    [Fact]
    public async Task Another_tool_finds_nothing_that_is_taken_away_either()
    {
        var served = await ServedContract.OfAsync(api);

        var found = await ContractTools.BreakingAsync(await Released.ReadAsync(), served.Document);

        var unheard = found.Where(message => !Overruled.Keys.Any(known => message.Contains(known, StringComparison.Ordinal))).ToList();
        Assert.True(unheard is [], string.Join('\n', unheard));
    }
}
