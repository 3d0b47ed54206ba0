using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract.Tools;

/// <summary>Makes of JSON that obeys a schema many that may not: each differs in one place.</summary>
internal static class Misshapen
{
    private static readonly Func<JsonNode?>[] Strangers =
    [
        () => null, () => "", () => "colour", () => new string('x', 3_000), () => -1, () => 1e12, () => 3.5, () => 2_147_483_648, () => true,
        () => new JsonArray(), () => new JsonArray(1, "x"), () => new JsonObject(), () => new JsonObject { ["colour"] = "red" },
        () => "2024-02-30", () => "2024-05-03T10:00:00Z", () => "019ab12c-7d3e-7c55-9f0a-3b1d52c8e604",
    ];

    public static IEnumerable<string> Of(JsonNode sound, Random dice, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var copy = sound.DeepClone();
            var places = Places(copy).ToList();
            if (places.Count == 0) yield break;

            Spoil(places[dice.Next(places.Count)], dice);
            yield return copy.ToJsonString();
        }
    }

    private static void Spoil((JsonNode Holder, string Name, int Index) place, Random dice)
    {
        var stranger = Strangers[dice.Next(Strangers.Length)];
        if (place.Holder is JsonArray items)
        {
            if (dice.Next(3) == 0) items.RemoveAt(place.Index);
            else items[place.Index] = stranger();
        }
        else if (place.Holder is JsonObject members)
        {
            var what = dice.Next(4);
            if (what == 0) members.Remove(place.Name);
            else if (what == 1) members["colour"] = stranger();
            else members[place.Name] = stranger();
        }
    }

    private static IEnumerable<(JsonNode Holder, string Name, int Index)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Places(member.Value).Prepend((members, member.Key, 0))),
        JsonArray items => items.SelectMany((item, i) => Places(item).Prepend((items, "", i))),
        _ => [],
    };
}
