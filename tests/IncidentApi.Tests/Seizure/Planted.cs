using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Seizure;

/// <summary>What was sent, by whether it is kept in clear or nowhere.</summary>
internal sealed class Planted
{
    /// <summary>The subject of a token.</summary>
    public const string Subject = "beldemchi-subject";

    private Planted(IReadOnlyList<Member> members) => Members = members;

    public IReadOnlyList<Member> Members { get; }

    public Member Own => Members[0];

    public Member Other => Members[1];

    public Member Partner => Members[2];

    public Member FormerPartner => Members[3];

    public string ObserverKey { get; private set; } = "";

    public List<string> Incidents { get; } = [];

    public List<string> OtherIncidents { get; } = [];

    public List<string> Partnerships { get; } = [];

    /// <summary>The entries of whoever is hidden.</summary>
    public List<string> People { get; } = [];

    /// <summary>What an organisation records, and whoever has its rows reads.</summary>
    public IReadOnlyList<Canary> Clear { get; } =
    [
        new("title", "Kozhoyardyn"), new("summary", "Sarmanbetov"), new("notes", "Uzunbulakta"), new("label", "Malchyuul"), new("name", "Аскарбекова"), new("alias", "Zhylkychy"),
        new("name that partners may see", "Barpybaeva"), new("name that everybody may see", "Toktonaliev"), new("source", "Kabarchyk"), new("confidential source", "Shybyrchy"), new("coordinates", "42.817391"), new("place", "Kemingrad"),
        new("external reference", "dosje-88213"), new("development", "Boshotuldu"), new("text that a change took out", "Eskiberdi"), new("name of a key", "Achkychbek"), new("reason of an access", "Sebepterov"),
    ];

    /// <summary>Who must not be found: witnesses, children, and whoever is said to be in the vault.</summary>
    public IReadOnlyList<Canary> Hidden { get; } =
    [
        new("name of a witness", "Zhashyrganbek"), new("alias of a witness", "Kupuyachev"), new("name of a child", "Сырдашова"), new("name of a source", "Ishenimdüü"), new("name in the register", "Katalganov"),
        new("name that two bear", "Egizbaeva"),
    ];

    /// <summary>Who was recorded in clear and then forgotten.</summary>
    public Canary Forgotten { get; } = new("name that was forgotten", "Unutulganov");

    /// <summary>Who was in the vault and then forgotten.</summary>
    public Canary ForgottenInVault { get; } = new("name that was forgotten in the vault", "Ochurulgon");

    /// <summary>The entries of both.</summary>
    public List<string> ToForget { get; } = [];

    public IReadOnlyList<Canary> OfOther { get; } = [new("title of another organisation", "Suusamyrlyk"), new("name in another organisation", "Dzhanybekov")];

    /// <summary>What opens doors.</summary>
    public List<Canary> Keys { get; } = [];

    /// <summary>What a request says beside what is recorded.</summary>
    public IReadOnlyList<Canary> Passing { get; } =
    [
        new("search", "Izdoosuz"), new("filter", "Filtrovich"), new("refused title", "Alynbagan"), new("refused member", "Belgisizkey"), new("torn body", "Uzulgonsoz"), new("user agent", "Brauzerov"), new("cookie", "Pecheniev"),
        new("referer", "Kaydandyr"), new("address", "203.0.113.77"), new("other address", "2001:db8:77:dead"), new("idempotency key", "Kayrasuroo"), new("path", "Zholsuzjer"), new("subject of a token", Subject),
    ];

    /// <summary>Lives a day on the installation.</summary>
    public static async Task<Planted> InAsync(ApiHost host, IReadOnlyList<Member> members, string operatorKey, string token)
    {
        var planted = new Planted(members);
        using var admin = host.Client(planted.Own.AdminKey);
        await planted.IssueKeysAsync(host, admin, operatorKey);
        planted.Keys.Add(new Canary("signature of a token", token.Split('.')[2][..40]));

        var made = (await admin.PostAsync("/v1/incidents", planted.Recorded(), ("Idempotency-Key", planted.Of("idempotency key")))).Expect(HttpStatusCode.Created);
        planted.Incidents.Add(made.Id);
        var hidden = (await admin.PostAsync("/v1/incidents", planted.Hiding())).Expect(HttpStatusCode.Created);
        planted.Incidents.Add(hidden.Id);
        planted.People.AddRange(hidden.Json["people"]!.AsArray().Select(person => (string)person!["personId"]!));
        (await admin.PostAsync($"/v1/people/{planted.People[0]}/identity-access", new JsonObject { ["reason"] = planted.Of("reason of an access") })).Expect(HttpStatusCode.OK);
        var leaving = Given.Incident("Threats to two people").With("/people", new JsonArray(Person("v1", planted.Forgotten.Text, "organisation").With("/externalRef", new JsonObject { ["system"] = "desk", ["id"] = "7" }), Person("v2", planted.ForgottenInVault.Text, "vault")));
        planted.ToForget.AddRange((await admin.PostAsync("/v1/incidents", leaving)).Expect(HttpStatusCode.Created).Json["people"]!.AsArray().Select(person => (string)person!["personId"]!));
        var entry = Guid.CreateVersion7().ToString();
        (await admin.PutAsync($"/v1/people/{entry}", new JsonObject { ["name"] = $"Azat {planted.Of("name in the register")}", ["label"] = "a driver", ["disclosure"] = "vault" })).Expect(HttpStatusCode.Created);
        planted.People.Add(entry);
        (await admin.PostAsync("/v1/people/search", new JsonObject { ["name"] = planted.Of("name of a witness") })).Expect(HttpStatusCode.OK);
        (await admin.PostAsync($"/v1/incidents/{made.Id}/developments", new JsonObject { ["date"] = "2024-06", ["kind"] = "release", ["text"] = planted.Of("development") })).Expect(HttpStatusCode.Created);
        var changed = (await admin.SendAsync(HttpMethod.Patch, $"/v1/incidents/{made.Id}", new JsonObject { ["notes"] = planted.Of("notes") }, "\"2\"")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(planted.Of("text that a change took out"), changed.Text, StringComparison.Ordinal);
        using (var bearer = host.Client(token)) planted.Incidents.Add((await bearer.PostAsync("/v1/incidents", Given.Incident())).Expect(HttpStatusCode.Created).Id);
        using (var stranger = host.Client(planted.Other.AdminKey))
        {
            var theirs = Given.Incident(planted.Of("title of another organisation")).With("/people", new JsonArray(
                Person("v1", planted.Of("name in another organisation"), "organisation"), Person("w1", planted.Of("name that two bear"), "vault")));
            planted.OtherIncidents.Add((await stranger.PostAsync("/v1/incidents", theirs)).Expect(HttpStatusCode.Created).Id);
        }

        await planted.ShareAsync(admin, changed);
        await planted.PassByAsync(host, admin);
        return planted;
    }

    /// <summary>Everything that only its organisation may read, and what nobody may.</summary>
    public IEnumerable<Canary> All => [.. Clear, .. Hidden, Forgotten, ForgottenInVault, .. OfOther, .. Keys, .. Passing];

    public string Of(string what) => Clear.Concat(Hidden).Concat(Passing).Concat(OfOther).Single(canary => canary.What == what).Text;

    private JsonObject Recorded() => Given.Incident($"Searches in {Of("title")}")
        .With("/summary", $"Told by {Of("summary")}.").With("/notes", Of("text that a change took out"))
        .With("/externalRef", new JsonObject { ["system"] = "files", ["id"] = Of("external reference") })
        .With("/location", new JsonObject { ["country"] = "KG", ["locality"] = Of("place"), ["latitude"] = 42.817391, ["longitude"] = 74.5, ["precision"] = "exact" })
        .With("/people", new JsonArray(
            Person("v1", $"Айгүл {Of("name")}", "organisation").With("/aliases", new JsonArray(Of("alias"))).With("/label", $"a {Of("label")}"),
            Person("v2", Of("name that partners may see"), "partners"), Person("v3", Of("name that everybody may see"), "public")))
        .With("/sources", new JsonArray(
            new JsonObject { ["kind"] = "media", ["title"] = Of("source") }, new JsonObject { ["kind"] = "ngo_statement", ["title"] = Of("confidential source"), ["confidential"] = true }));

    private JsonObject Hiding() => Given.Incident("Threats to witnesses").With("/people", new JsonArray(
        new JsonObject { ["ref"] = "w1", ["role"] = "witness", ["kind"] = "person", ["name"] = $"Bakyt {Of("name of a witness")}", ["aliases"] = new JsonArray(Of("alias of a witness")) },
        new JsonObject { ["ref"] = "c1", ["role"] = "victim", ["kind"] = "person", ["name"] = $"Нуржан {Of("name of a child")}", ["ageBand"] = Codes.Of("people.ageBand").First(band => band.StartsWith("child", StringComparison.Ordinal)) },
        new JsonObject { ["ref"] = "s1", ["role"] = "source", ["kind"] = "person", ["name"] = Of("name of a source") },
        Person("v1", $"Cholpon {Of("name that two bear")}", "vault"), Person("v2", $"Begimai {Of("name that two bear")}", "vault")));

    private static JsonObject Person(string name, string text, string disclosure) =>
        new() { ["ref"] = name, ["role"] = "victim", ["kind"] = "person", ["name"] = text, ["label"] = "a lawyer", ["disclosure"] = disclosure };

    private async Task IssueKeysAsync(ApiHost host, HttpClient admin, string operatorKey)
    {
        var keys = $"/v1/organisations/{Own.Id}/keys";
        var observer = (await admin.PostAsync(keys, new JsonObject { ["name"] = Of("name of a key"), ["role"] = "observer" })).Expect(HttpStatusCode.Created);
        var rotated = (await admin.SendAsync(HttpMethod.Post, $"{keys}/{observer.Id}/rotation")).Expect(HttpStatusCode.Created);
        (await admin.SendAsync(HttpMethod.Delete, $"{keys}/{rotated.Id}")).Expect(HttpStatusCode.NoContent);
        using var nobody = host.Client(key: null);
        var recovered = (await nobody.PostAsync("/v1/recovery", new JsonObject { ["recoveryCode"] = Other.RecoveryCode })).Expect(HttpStatusCode.Created);
        ObserverKey = (string)observer.Json["key"]!;
        (string What, string Key)[] all =
        [
            ("operator's key", operatorKey), ("admin key", Own.AdminKey), ("recovery code", Own.RecoveryCode), ("spent recovery code", Other.RecoveryCode), ("observer's key", ObserverKey),
            ("revoked key", (string)rotated.Json["key"]!), ("recovered key", (string)recovered.Json["key"]!), ("next recovery code", (string)recovered.Json["recoveryCode"]!),
        ];

        // The secret part, without the prefix that all have and without the checksum.
        Keys.AddRange(all.Select(key => new Canary(key.What, key.Key[9..^6])));
    }

    public async Task ForgetAsync(ApiHost host)
    {
        using var admin = host.Client(Own.AdminKey);
        foreach (var person in ToForget) (await admin.SendAsync(HttpMethod.Delete, $"/v1/people/{person}/identity?reason=person_asked")).Expect(HttpStatusCode.OK);
    }

    /// <summary>What opens to another organisation all that partners may read.</summary>
    public static JsonObject Sharing(Member partner) => new() { ["partner"] = partner.Id, ["visibility"] = "partners", ["purpose"] = "a joint report", ["until"] = "2199-12-31" };

    private async Task ShareAsync(HttpClient admin, Answer record)
    {
        Task<Answer> StepAsync(Answer from, JsonObject body) => admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{from.Id}/transitions", body, from.ETag);
        var submitted = (await StepAsync(record, new JsonObject { ["to"] = "submitted" })).Expect(HttpStatusCode.OK);
        (await StepAsync(submitted, new JsonObject { ["to"] = "published", ["visibility"] = "partners" })).Expect(HttpStatusCode.OK);
        Partnerships.Add((await admin.PostAsync("/v1/partnerships", Sharing(Partner))).Expect(HttpStatusCode.Created).Id);
    }

    /// <summary>Asks, errs and is refused, with something to remember in every place that a request has.</summary>
    private async Task PassByAsync(ApiHost host, HttpClient admin)
    {
        foreach (var (name, value) in new[] { ("User-Agent", Of("user agent")), ("Cookie", $"session={Of("cookie")}"), ("Referer", $"https://{Of("referer")}.example/"), ("X-Forwarded-For", Of("address")) }) admin.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        (await admin.ReadAsync($"/v1/incidents?q={Of("search")}")).Expect(HttpStatusCode.OK);
        (await admin.ReadAsync($"/v1/incidents/export?format=csv&q={Of("search")}&tag={Of("filter")}")).Expect(HttpStatusCode.OK);
        (await admin.ReadAsync($"/v1/incidents?tag={Of("filter")}&country={Of("filter")}")).Expect(HttpStatusCode.BadRequest);
        (await admin.ReadAsync($"/v1/{Of("path")}")).Expect(404, "not-found");
        (await admin.PostAsync("/v1/incidents", Given.Incident(Of("refused title"), type: "arest"))).Expect(HttpStatusCode.UnprocessableEntity);
        (await admin.PostAsync("/v1/incidents", Given.Incident().With($"/{Of("refused member")}", Of("refused member")))).Expect(HttpStatusCode.BadRequest);
        (await admin.PostBytesAsync("/v1/incidents", System.Text.Encoding.UTF8.GetBytes($$"""{"title":"{{Of("torn body")}}"""))).Expect(HttpStatusCode.BadRequest);
        (await admin.PostAsync("/v1/incidents", Recorded().With("/title", "Another"))).Expect(409, "external-ref-taken");
        using var stranger = host.Client("hrd_live_nonsense");
        stranger.DefaultRequestHeaders.TryAddWithoutValidation("X-Forwarded-For", Of("other address") + "::1");
        (await stranger.ReadAsync($"/v1/incidents?q={Of("search")}")).Expect(401, "invalid-key");
    }
}
