using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Features.Webhooks.Delivery;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>
/// Answers with what differs each time put in one form: ids, references, the instants of this run, keys, seals. The same thing is called the same in all answers
/// of one story; secrets become what nobody can use.
/// </summary>
internal sealed partial class Settled
{
    private static readonly DateTimeOffset Then = new(2026, 5, 3, 10, 0, 0, TimeSpan.Zero);

    // Members whose values are drawn or sealed anew each time.
    private static readonly HashSet<string> Sealed = ["nextCursor", "cursor", "position", "sha256"];

    private static readonly Dictionary<string, int> Measured = new() { ["milliseconds"] = 84, ["bytes"] = 2048 };

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly Dictionary<string, string> _called = [];
    private readonly Dictionary<char, int> _counts = [];

    /// <summary>Calls something else than it is called here: the address of a receiver, say.</summary>
    public void Call(string real, string shown) => _called[real] = shown;

    public JsonNode Of(JsonNode answer)
    {
        var copy = answer.DeepClone();
        CallSealed(copy);
        return Settle(copy)!;
    }

    public string Of(string text)
    {
        foreach (Match found in SealedText().Matches(text)) Seal(found.Groups["cursor"].Value);
        return Words(text);
    }

    private void CallSealed(JsonNode? node)
    {
        if (node is JsonArray items) foreach (var item in items) CallSealed(item);
        if (node is not JsonObject members) return;

        foreach (var (name, value) in members)
        {
            if (Sealed.Contains(name) && value is JsonValue text && text.TryGetValue<string>(out var real)) Seal(real, name == "sha256");
            else CallSealed(value);
        }
    }

    private JsonNode? Settle(JsonNode? node, string name = "")
    {
        if (node is JsonArray items) return new JsonArray([.. items.Select(item => Settle(item))]);
        if (node is JsonObject members) return new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Settle(member.Value, member.Key))));
        if (node is JsonValue value && value.TryGetValue<string>(out var text)) return JsonValue.Create(Words(text));

        return node is not null && Measured.TryGetValue(name, out var number) ? number : node?.DeepClone();
    }

    private void Seal(string real, bool inHex = false)
    {
        var drawn = SHA256.HashData(Encoding.ASCII.GetBytes($"example {Next('s')}"));
        _called.TryAdd(real, inHex ? Convert.ToHexStringLower(drawn) : "AX" + Convert.ToBase64String(drawn)[..38].Replace('+', '-').Replace('/', '_'));
    }

    private string Words(string text)
    {
        foreach (var (real, shown) in _called.Where(called => text.Contains(called.Key, StringComparison.Ordinal))) text = text.Replace(real, shown, StringComparison.Ordinal);
        return Differing().Replace(text, found => found switch
        {
            { Groups: var groups } when groups["id"].Success => Once(found.Value, 'i', n => $"019ab12c-7d3e-7c55-9f0a-3b1d52c8e6{n + 3:x2}"),
            { Groups: var groups } when groups["key"].Success => found.Value[..9] + "…",
            { Groups: var groups } when groups["secret"].Success => ToldMessages.ExampleSecret,
            { Groups: var groups } when groups["trace"].Success => "4bf92f3577b34da6a3ce929d0e0e4736",
            { Groups: var groups } when groups["reference"].Success => Once(found.Value, 'r', n => $"7F3K-29X{"BCDFGHJKMNPQRSTVWXYZ"[n - 1]}"),
            { Groups: var groups } when groups["instant"].Success => Instant(found.Value),
            _ => Day(found.Value),
        });
    }

    private string Once(string real, char kind, Func<int, string> shown)
    {
        // What was put in its form before is left as it is.
        if (_called.ContainsValue(real)) return real;
        if (!_called.TryGetValue(real, out var called)) _called[real] = called = shown(Next(kind));
        return called;
    }

    private int Next(char kind) => _counts[kind] = _counts.GetValueOrDefault(kind) + 1;

    // Five minutes are as near as a run's instants come to each other again; what is midnight is a day in truth.
    private string Instant(string text)
    {
        var real = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        var after = real - _now;
        if (Math.Abs(after.TotalDays) > 400) return text;
        if (real.TimeOfDay == TimeSpan.Zero) return $"{Day(text[..10])}{text[10..]}";

        return (Then + TimeSpan.FromMinutes(5 * Math.Round(after.TotalMinutes / 5))).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    private string Day(string text) => text == _now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ? Then.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text;

    [GeneratedRegex("""
        (?<id>\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b)|(?<key>hrd_[a-z]{4}_[0-9A-Za-z_-]+)|(?<secret>whsec_[0-9A-Za-z+/=]+)|(?<trace>\b[0-9a-f]{32}\b)|(?<instant>\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)|(?<day>\b\d{4}-\d\d-\d\d\b)|(?<reference>\b[0-9A-Z]{4}-[0-9A-Z]{4}\b)
        """)]
    private static partial Regex Differing();

    [GeneratedRegex("^id: (?<cursor>.+)$|\"cursor\":\"(?<cursor>[^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex SealedText();
}
