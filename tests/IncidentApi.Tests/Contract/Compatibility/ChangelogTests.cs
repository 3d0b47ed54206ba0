using System.Text.Json.Nodes;
using IncidentApi.Platform.Contract;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Compatibility;

/// <summary>What is added to the contract is a new version of it, and its entry says what.</summary>
public sealed class ChangelogTests(Api api)
{
    [Fact]
    public async Task What_differs_from_the_last_release_has_an_entry_and_a_version_of_its_own()
    {
        var (released, served) = (await Released.ReadAsync(), (await ServedContract.OfAsync(api)).Document);

        Assert.Equal(Changelog.Version, (string?)served["info"]!["version"]);
        Assert.Contains(Changelog.Text, (string?)served["info"]!["description"], StringComparison.Ordinal);
        Assert.Empty(FaultsOf(released, served, Changelog.Version, Changelog.Text));
    }

    [Fact]
    public async Task A_change_without_an_entry_is_named()
    {
        var released = await Released.ReadAsync();
        var draft = new Draft(released.DeepClone());
        draft.Paths["/v1/colours"] = new JsonObject { ["get"] = draft.Operation("/v1/vocabularies", "get").DeepClone() };
        draft.Operation("/v1/me", "get")["deprecated"] = true;

        Assert.Empty(FaultsOf(released, released.DeepClone(), "1.0.0", "## 1.0.0, 2026-11-22"));
        Assert.Equal(["It differs from 1.0.0 and has no version of its own.", "GET /v1/colours is new and has no entry.", "GET /v1/me is deprecated and has no entry."], FaultsOf(released, draft.Document, "1.0.0", "## 1.0.0, 2026-11-22"));
        Assert.Equal(["GET /v1/me is deprecated and has no entry."], FaultsOf(released, draft.Document, "1.1.0", "## 1.1.0, 2026-12-01\n\n- `GET /v1/colours` is new.\n\n## 1.0.0, 2026-11-22"));
        Assert.Equal(["Something was added, so this is more than 1.0.1."], FaultsOf(released, draft.Document, "1.0.1", "## 1.0.1, 2026-12-01\n\n- `GET /v1/colours` is new; `GET /v1/me` is deprecated."));
    }

    private static IEnumerable<string> FaultsOf(JsonNode released, JsonNode now, string version, string changelog)
    {
        var (last, entry) = ((string)released["info"]!["version"]!, changelog.Split("\n## ")[0]);
        var (operations, old) = (new ServedContract(now).Operations.ToList(), new ServedContract(released).Operations.Select(operation => (operation.Method, operation.Path)).ToHashSet());
        var added = operations.Where(operation => !old.Contains((operation.Method, operation.Path))).Select(operation => $"{operation.Method} {operation.Path}").ToList();
        var deprecated = operations.Where(operation => (bool?)operation.Operation["deprecated"] == true).Select(operation => $"{operation.Method} {operation.Path}");
        if (!JsonNode.DeepEquals(WithoutInfo(released), WithoutInfo(now)) && Version.Parse(version) <= Version.Parse(last)) yield return $"It differs from {last} and has no version of its own.";
        if (added.Count > 0 && Version.Parse(version) is var parsed && Version.Parse(last) is var before && parsed > before && (parsed.Major, parsed.Minor) == (before.Major, before.Minor)) yield return $"Something was added, so this is more than {version}.";
        foreach (var operation in added.Where(operation => !entry.Contains($"`{operation}`", StringComparison.Ordinal))) yield return $"{operation} is new and has no entry.";
        foreach (var operation in deprecated.Where(operation => !changelog.Contains($"`{operation}`", StringComparison.Ordinal))) yield return $"{operation} is deprecated and has no entry.";
    }

    private static JsonNode WithoutInfo(JsonNode document)
    {
        var copy = document.DeepClone();
        copy.AsObject().Remove("info");
        return copy;
    }
}
