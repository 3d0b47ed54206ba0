using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Support;

/// <summary>Bodies with good defaults: a test says only what matters to it. All people here are invented.</summary>
internal static class Given
{
    public static JsonObject Incident(string title = "Searches at the office of a legal aid group", string on = "2024-05-03", string type = "raid_office") => new()
    {
        ["title"] = title,
        ["occurred"] = new JsonObject { ["from"] = on },
        ["location"] = new JsonObject { ["country"] = "KG" },
        ["violations"] = new JsonArray(new JsonObject { ["type"] = type }),
    };

    /// <summary>The same incident with one member set, by JSON Pointer; null takes it away.</summary>
    public static JsonObject With(this JsonObject incident, string pointer, JsonNode? value)
    {
        var steps = pointer.Split('/')[1..];
        JsonNode holder = incident;
        foreach (var (index, step) in steps[..^1].Index())
        {
            var next = holder is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)] : holder[step];
            if (next is null) holder[step] = next = steps[index + 1] == "0" ? new JsonArray() : new JsonObject();
            holder = next;
        }

        if (holder is JsonArray items)
        {
            var index = int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture);
            if (index == items.Count) items.Add(value);
            else items[index] = value;
        }
        else if (value is null)
        {
            ((JsonObject)holder).Remove(steps[^1]);
        }
        else
        {
            holder[steps[^1]] = value;
        }

        return incident;
    }
}
