using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.Http;

/// <summary>Thousands of requests that nobody would send on purpose, drawn from a seed, to every route.</summary>
public sealed partial class GarbageTests(Api api)
{
    private const int Requests = 4_000;
    private const int Seed = 20261122;

    private static readonly string[] Texts =
    [
        "", " ", "0", "-1", "99999999999999999999", "1e400", "NaN", "null", "true", "[]", "{}", "%", "%zz", "%00", "%ff%fe", "../../etc", "'", "\"", "'; --", "\\", "a,b,,c", ",",
        "2020-02-31", "0000-00-00", "9999-12-31", "2020/2019", "../..", "..", "∞", "Аскаров", "e\u0301\u0301\u0301", "\u202Edrow", "😀", "a:*&b|!(", "*", "\"\"", "W/\"1\"", "\"1\", \"2\"",
        "00000000-0000-0000-0000-000000000000", "KG", "kg", "🇰🇬", "91,181,-91,-181", "74.5,42.8", "1,2,3", new('x', 300), new(',', 400), new('9', 100), "\t", "a\u0085b",
    ];

    private static readonly string[] HeaderNames =
    [
        "If-Match", "If-None-Match", "If-Modified-Since", "Idempotency-Key", "Prefer", "Accept", "Accept-Language", "Range", "Expect", "Content-Encoding",
        "X-Forwarded-For", "X-Forwarded-Proto", "X-HTTP-Method-Override", "traceparent", "tracestate", "baggage", "Cookie", "Origin", "Access-Control-Request-Method", "TE",
    ];

    private static readonly string[] MediaTypes =
        ["application/json", "application/json", "application/json", "application/merge-patch+json", "application/json; charset=utf-16", "text/plain", "multipart/form-data; boundary=x", "application/xml"];

    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "QUERY"];

    [Fact]
    public async Task No_garbage_makes_the_service_fail_or_talk()
    {
        var contract = await ServedContract.OfAsync(api);
        var organisation = await api.NewOrganisationAsync();
        var record = (await organisation.Admin.PostAsync("/v1/incidents", Given.Incident())).Expect(System.Net.HttpStatusCode.Created).Id;
        var operations = contract.Operations.ToList();
        var answers = new ConcurrentDictionary<int, int>();

        await Parallel.ForAsync(0, Requests, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (number, cancellation) =>
        {
            var dice = new Dice(Seed + number);
            using var request = RequestOf(dice, dice.Pick(operations), contract, organisation, record);
            var asked = $"{Seed + number}: {request.Method} {request.RequestUri} {(request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellation))}";
            using var response = await organisation.Admin.SendAsync(request, cancellation);
            var text = await response.Content.ReadAsStringAsync(cancellation);
            answers.AddOrUpdate((int)response.StatusCode, 1, (_, count) => count + 1);

            Assert.True((int)response.StatusCode < 500, $"{asked} → {(int)response.StatusCode}: {text}");
            if ((int)response.StatusCode < 400) return;

            // What it echoes is ours to begin with; everything else must be about the request.
            if (request.Method != HttpMethod.Head)
            {
                Assert.True(response.Content.Headers.ContentType?.MediaType == "application/problem+json", $"{asked} → {(int)response.StatusCode}: {text}");
                var problem = JsonNode.Parse(text)!;
                Assert.Equal((int)response.StatusCode, (int)problem["status"]!);
                Assert.StartsWith("/problems/", (string)problem["type"]!, StringComparison.Ordinal);
                Assert.False(string.IsNullOrEmpty((string?)problem["traceId"]), asked);
            }

            Assert.False(Revealing().IsMatch(text), $"{asked} → {text}");
        });

        Assert.Superset(new HashSet<int> { 200, 400, 401, 404, 405, 415, 422 }, answers.Keys.ToHashSet());
        Assert.True(answers.Where(answer => answer.Key >= 400).Sum(answer => answer.Value) > Requests / 2);
    }

    private static HttpRequestMessage RequestOf(Dice dice, (string Method, string Path, JsonNode Operation) operation, ServedContract contract, TestOrganisation organisation, string record)
    {
        var path = PlaceHolder().Replace(operation.Path, hole => dice.Chance(0.6)
            ? hole.Value switch { "{id}" when operation.Path.StartsWith("/v1/organisations", StringComparison.Ordinal) => organisation.Id.ToString(), "{id}" => record, _ => "violations.type" }
            : Uri.EscapeDataString(dice.Pick(Texts)).Replace("%00", "", StringComparison.Ordinal));
        var request = new HttpRequestMessage(new HttpMethod(dice.Chance(0.9) ? operation.Method : dice.Pick(Methods)), path + QueryOf(dice, operation.Operation));
        while (dice.Chance(0.4)) request.Headers.TryAddWithoutValidation(dice.Pick(HeaderNames), LineOf(dice.Pick(Texts)));
        if (dice.Chance(0.1)) request.Headers.TryAddWithoutValidation("Authorization", LineOf($"Bearer {dice.Pick(Texts)}"));

        // Nothing that changes who may ask, or the rest would only be 401s.
        if (operation.Path.Contains("/keys", StringComparison.Ordinal) && request.Method == HttpMethod.Delete) request.Method = HttpMethod.Get;
        if (operation.Operation["requestBody"] is { } body && dice.Chance(0.95))
        {
            request.Content = new ByteArrayContent(BodyOf(dice, body, contract));
            var mediaType = dice.Chance(0.8) ? body["content"]!.AsObject().First().Key : dice.Pick(MediaTypes);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        }

        return request;
    }

    private static string QueryOf(Dice dice, JsonNode operation)
    {
        var known = (operation["parameters"]?.AsArray() ?? []).Where(parameter => (string?)parameter!["in"] == "query").Select(parameter => (string)parameter!["name"]!).ToList();
        var parts = new List<string>();
        while (dice.Chance(0.6))
        {
            var name = known.Count > 0 && dice.Chance(0.85) ? dice.Pick(known) : Uri.EscapeDataString(dice.Pick(Texts));
            var value = dice.Pick(Texts);
            parts.Add($"{name}={(dice.Chance(0.8) ? Uri.EscapeDataString(value) : NotInQueries().Replace(value, ""))}");
        }

        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }

    private static byte[] BodyOf(Dice dice, JsonNode requestBody, ServedContract contract)
    {
        var content = requestBody["content"]!.AsObject().First().Value!;
        var example = content["examples"]?.AsObject() is { Count: > 0 } examples ? contract.Resolve(dice.Pick(examples.ToList()).Value!)["value"]! : Given.Incident();
        var body = example.DeepClone();
        switch (dice.Next(8))
        {
            case 0:
                return dice.Bytes(dice.Next(400));
            case 1:
                return Encoding.UTF8.GetBytes(new string('[', dice.Next(3_000)));
            case 2:
                // Bytes of a sound body that fell over on the way.
                var bytes = Encoding.UTF8.GetBytes(body.ToJsonString());
                for (var i = 0; i <= dice.Next(4); i++) bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
                return bytes;
            case 3:
                var whole = body.ToJsonString();
                return Encoding.UTF8.GetBytes(whole[..dice.Next(whole.Length)]);
            case 4:
                var text = body.ToJsonString();
                var odd = dice.Pick(["\\u0000", "\\ud800", "\\udc00x", "\\n\\u2028", "\\uFFFF"]);
                return Encoding.UTF8.GetBytes(Value().Replace(text, match => dice.Chance(0.2) ? $":\"{odd}\"" : match.Value));
            default:
                for (var i = 0; i <= dice.Next(3); i++) Disturb(dice, body);
                return Encoding.UTF8.GetBytes(body.ToJsonString());
        }
    }

    /// <summary>Changes one place of a document, somewhere below.</summary>
    private static void Disturb(Dice dice, JsonNode node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                var (name, value) = dice.Pick(members.ToList());
                if (value is JsonObject or JsonArray && dice.Chance(0.7)) Disturb(dice, value);
                else if (dice.Chance(0.15)) members.Remove(name);
                else members[dice.Chance(0.1) ? dice.Pick(Texts) : name] = Anything(dice);
                break;
            case JsonArray { Count: > 0 } items:
                var index = dice.Next(items.Count);
                if (items[index] is JsonObject or JsonArray && dice.Chance(0.7)) Disturb(dice, items[index]!);
                else if (dice.Chance(0.3)) items.Add(Anything(dice));
                else items[index] = Anything(dice);
                break;
            case JsonArray items:
                items.Add(Anything(dice));
                break;
            case JsonObject members:
                members[dice.Pick(Texts)] = Anything(dice);
                break;
            default:
                break;
        }
    }

    private static JsonNode? Anything(Dice dice) => dice.Next(9) switch
    {
        0 => null,
        1 => JsonValue.Create(dice.Next(int.MaxValue) - (int.MaxValue / 2)),
        2 => JsonNode.Parse("1e308"),
        3 => JsonNode.Parse("123456789012345678901234567890"),
        4 => new JsonArray(),
        5 => new JsonObject(),
        6 => new JsonArray(JsonValue.Create(true), null, JsonValue.Create(0.1)),
        7 => JsonValue.Create(dice.Chance(0.5)),
        _ => JsonValue.Create(dice.Pick(Texts)),
    };

    /// <summary>What a header can hold at all.</summary>
    private static string LineOf(string text) => new([.. text.Where(character => character is >= ' ' and < '\x7f')]);

    // Words of ours that no request of this test holds.
    [GeneratedRegex(@"Npgsql|Postgres|   at |System\.|Microsoft|IncidentApi\.|\.cs\b|SQLSTATE|syntax error|relation |Exception|/home/", RegexOptions.IgnoreCase)]
    private static partial Regex Revealing();

    [GeneratedRegex("{[a-zA-Z]+}")]
    private static partial Regex PlaceHolder();

    [GeneratedRegex("[^!-~]|#")]
    private static partial Regex NotInQueries();

    [GeneratedRegex(":\"[^\"]*\"")]
    private static partial Regex Value();

#pragma warning disable CA5394 // Nothing here is secret.
    private sealed class Dice(int seed)
    {
        private readonly Random _random = new(seed);

        public int Next(int below) => below <= 0 ? 0 : _random.Next(below);

        public bool Chance(double of) => _random.NextDouble() < of;

        public T Pick<T>(IReadOnlyList<T> of) => of[_random.Next(of.Count)];

        public byte[] Bytes(int count)
        {
            var bytes = new byte[count];
            _random.NextBytes(bytes);
            return bytes;
        }
    }
#pragma warning restore CA5394
}
