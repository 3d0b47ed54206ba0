using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Freshness;

/// <summary>One organisation that does whatever an organisation may do, in an order that a number decides, and three that it lets read more or less of it.</summary>
internal sealed class Randomly(TestOrganisation owner, IReadOnlyList<TestOrganisation> partners, int seed)
{
    private static readonly string[] Everybody = ["organisation", "partners", "public"];

    private readonly Random _random = new(seed);
    private readonly List<Answer> _records = [];
    private readonly List<string> _people = [];
    private readonly Dictionary<TestOrganisation, string> _grants = [];
    private readonly HashSet<(string One, string Other)> _merged = [];

    public IReadOnlyList<string> People => _people;

    /// <summary>Three records with somebody of the register in each, two of them shown to others, before anybody looks.</summary>
    public async Task BeginAsync()
    {
        for (var i = 0; i < 3; i++)
        {
            _records.Add((await owner.Admin.PostAsync("/v1/incidents", Given.Incident($"Search {i}").With("/violations/0/victims", new JsonArray("v1")).With("/people",
                JsonNode.Parse($$"""[{"ref":"v1","role":"victim","kind":"person","label":"somebody","name":"Azat Canarybek{{i}}","disclosure":"public","consent":{"scope":"public_named","on":"2024-05-04"},"externalRef":{"system":"s","id":"{{i}}"} }]"""))))
                .Expect(HttpStatusCode.Created));
            _people.Add((string)_records[i].Json["people"]![0]!["personId"]!);
        }

        foreach (var (which, visibility) in new[] { (0, "public"), (1, "partners") })
        {
            await KeepAsync(which, "submitted", owner.StepAsync(_records[which], "submitted"));
            await KeepAsync(which, "published", owner.StepAsync(_records[which], "published", visibility));
        }
    }

    /// <summary>Does something that may be done now, and says what.</summary>
    public async Task<string> ActAsync()
    {
        while (true)
        {
            var which = _random.Next(_records.Count);
            var record = _records[which];
            var status = (string)record.Json["status"]!;
            var done = _random.Next(14) switch
            {
                0 when _records.Count < 12 => await RecordAsync(),
                1 => await KeepAsync(which, "title", owner.PatchAsync(record, new JsonObject { ["title"] = $"Search {_random.Next(1_000)}" })),
                2 => await KeepAsync(which, "notes", owner.PatchAsync(record, new JsonObject { ["notes"] = $"Only for us {_random.Next(1_000)}" })),
                3 when status is "draft" or "returned" => await KeepAsync(which, "submitted", owner.StepAsync(record, "submitted")),
                4 or 5 when status == "submitted" => await KeepAsync(which, "published", owner.StepAsync(record, "published", Everybody[_random.Next(3)])),
                6 or 7 when status == "published" && Everybody[_random.Next(3)] is var to && to != (string)record.Json["visibility"]! => await KeepAsync(which, $"seen by {to}", owner.StepAsync(record, "published", to)),
                8 when status is "published" or "draft" && _random.Next(3) == 0 => await KeepAsync(which, "withdrawn", owner.Admin.SendAsync(HttpMethod.Delete, $"/v1/incidents/{record.Id}?reason=other", null, record.ETag)),
                8 when status == "withdrawn" => await KeepAsync(which, "restored", owner.StepAsync(record, "draft")),
                9 or 10 => await GrantOrEndAsync(),
                11 => await MergeOrPartAsync(),
                12 when _random.Next(4) == 0 => await KeepAsync(which, "verified", owner.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{record.Id}/verification",
                    new JsonObject { ["status"] = _random.Next(2) == 0 ? "corroborated" : "disputed", ["method"] = Codes.Of("verification.method")[0] }, record.ETag)),
                13 when which < 3 => await KeepAsync(which, "consent", owner.PatchAsync(record, ConsentOf(record))),
                _ => null,
            };
            if (done is not null) return done;
        }
    }

    /// <summary>Taken back, or given again.</summary>
    private static JsonObject ConsentOf(Answer record)
    {
        var people = record.Json["people"]!.DeepClone();
        var consent = people[0]!["consent"]!;
        consent["scope"] = (string)consent["scope"]! == "withdrawn" ? "public_named" : "withdrawn";
        return new JsonObject { ["people"] = people };
    }

    private async Task<string> RecordAsync()
    {
        _records.Add((await owner.Admin.PostAsync("/v1/incidents", Given.Incident($"Search {_random.Next(1_000)}"))).Expect(HttpStatusCode.Created));
        return "recorded";
    }

    private async Task<string> KeepAsync(int which, string what, Task<Answer> change)
    {
        _records[which] = (await change).Expect(HttpStatusCode.OK);
        return what;
    }

    private async Task<string?> GrantOrEndAsync()
    {
        var partner = partners[_random.Next(partners.Count)];
        if (_grants.Remove(partner, out var grant))
        {
            (await owner.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{grant}")).Expect(HttpStatusCode.OK);
            return $"ended with {partner.Id}";
        }

        JsonObject what;
        if (partner == partners[^1])
        {
            // The last one reads single records alone.
            if (_records.FirstOrDefault(record => (string)record.Json["status"]! == "published" && (string)record.Json["visibility"]! != "organisation") is not { } shown) return null;

            what = new JsonObject { ["incidents"] = new JsonArray(shown.Id) };
        }
        else
        {
            what = new JsonObject { ["visibility"] = partner == partners[0] ? "partners" : "public" };
        }

        _grants[partner] = (await owner.ShareAsync(partner, what)).Expect(HttpStatusCode.Created).Id;
        return $"granted to {partner.Id}";
    }

    private async Task<string> MergeOrPartAsync()
    {
        if (_merged.FirstOrDefault() is { One: not null } pair)
        {
            _merged.Remove(pair);
            (await owner.Admin.SendAsync(HttpMethod.Delete, $"/v1/people/{pair.One}/merges/{pair.Other}")).Expect(HttpStatusCode.OK);
            return "parted";
        }

        pair = (_people[0], _people[1 + _random.Next(2)]);
        (await owner.Admin.PostAsync($"/v1/people/{pair.One}/merges", new JsonObject { ["other"] = pair.Other })).Expect(HttpStatusCode.OK);
        _merged.Add(pair);
        return "merged";
    }
}
