using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Seizure;

/// <summary>Somebody with a key that is not his, who reads whatever it opens.</summary>
internal sealed class Thief(HttpClient client, Planted planted)
{
    /// <summary>Every answer of every GET of the contract, through every door and under every id that he could know, other organisations' too.</summary>
    public async Task<string> ReadAllAsync()
    {
        var contract = (await client.ReadAsync("/openapi/v1.json")).Json;
        var paths = contract["paths"]!.AsObject().Where(path => path.Value!["get"] is not null).ToList();
        var listed = await ListedAsync();
        var read = new List<string>();
        foreach (var (path, item) in paths)
        {
            var doors = item!["get"]!["parameters"]?.AsArray().Any(parameter => (string?)parameter!["name"] == "scope") == true ? ["", "?scope=own", "?scope=shared", "?scope=public"] : new[] { "" };
            foreach (var address in Addresses(path, listed))
            {
                foreach (var door in doors) read.Add((await client.ReadAsync(address + door)).Text);
            }
        }

        Assert.True(read.Count > paths.Count && paths.Count >= 10, $"Only {read.Count} answers of {paths.Count} routes.");
        return string.Join('\n', read);
    }

    /// <summary>The ids of what lists show, which are others than its organisation's own.</summary>
    private async Task<List<string>> ListedAsync()
    {
        var ids = new List<string>();
        foreach (var door in new[] { "own", "shared", "public" })
        {
            var list = await client.ReadAsync($"/v1/incidents?scope={door}&limit=200");
            ids.AddRange((list.Json["items"] as JsonArray ?? []).Select(item => (string)item!["id"]!));
        }

        return ids;
    }

    private IEnumerable<string> Addresses(string path, IReadOnlyList<string> listed)
    {
        if (!path.Contains("{id}", StringComparison.Ordinal)) return [path.Replace("{name}", "people.role", StringComparison.Ordinal)];

        var ids = path.Split('/')[2] switch
        {
            "organisations" => planted.Members.Select(member => member.Id),
            "people" => planted.People,
            "partnerships" => planted.Partnerships,
            _ => planted.Incidents.Concat(planted.OtherIncidents).Union(listed),
        };
        return ids.Select(id => path.Replace("{id}", id, StringComparison.Ordinal).Replace("{name}", "s1", StringComparison.Ordinal));
    }
}
