using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using IncidentApi.Tests.Architecture;
using IncidentApi.Tests.Contract;
using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace IncidentApi.Tests.Platform.Logs;

/// <summary>No log, trace or measurement holds a key, a name, a text, a query or an address, however much is written.</summary>
public sealed class DiscretionTests(Api api)
{
    private const string Canary = "zqcanary";
    private const string From = "127.77.6.5";
    private const string ForwardedFrom = "203.0.113.77";

    // Members that take any text.
    private static readonly string[] Texts =
        ["title", "summary", "name", "label", "note", "notes", "text", "actor", "publisher", "locality", "legalBasis", "charge", "reason", "claim", "sentence", "aliases", "tags"];

    private static readonly string[] Talkative =
    [
        "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:Microsoft.AspNetCore=Trace", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Trace",
        "--Logging:LogLevel:Npgsql=Trace", "--Logging:Console:LogLevel:Default=None", "--Logging:Console:IncludeScopes=true",
    ];

    private static readonly (string, string)[] Headers =
    [
        ("User-Agent", Canary), ("Referer", $"https://{Canary}.example.org/"), ("Origin", $"https://{Canary}.example.org"), ("Cookie", $"{Canary}={Canary}"),
        ("X-Forwarded-For", ForwardedFrom), ("X-Forwarded-Proto", "https"), ("Accept-Language", Canary), ("Idempotency-Key", Canary), ("Prefer", Canary),
        ("baggage", $"name={Canary}"), ("tracestate", $"{Canary}={Canary}"), ("X-Request-Id", Canary), ("Request-Id", Canary), ("Correlation-Context", $"a={Canary}"),
        ("X-Zq", Canary),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_walk_through_the_whole_api_leaves_no_trace_of_what_was_said_or_by_whom()
    {
        using var ear = new Eavesdropper(Canary, "hrd_", "127.77.", ForwardedFrom);
        await using var service = await api.StartServiceAsync(app => app.Services.GetRequiredService<ILoggerFactory>().AddProvider(ear), [.. Talkative, $"--Proxies:0={From}"]);
        var address = new Uri(service.Urls.Single());
        var contract = await ServedContract.OfAsync(api);
        var wrong = KeyText.Create(KeyKind.Organisation);
        var succeeded = 0;

        foreach (var route in RouteRuleTests.RoutesOf(api).Where(route => RouteRuleTests.PatternOf(route).Contains("{id", StringComparison.Ordinal))
            .Select(route => $"{RouteRuleTests.MethodOf(route)} {RouteRuleTests.PatternOf(route)}").Distinct())
        {
            var place = await Place.OfAsync(api);
            var answer = await place.SendAsync(route, place.Organisation with { Admin = api.With(place.Organisation.AdminKey, address, From) });
            Assert.True(answer.Status < HttpStatusCode.BadRequest, $"{route}: {answer.Text}");
        }

        var own = await Place.OfAsync(api);
        var clients = new[]
        {
            api.With(own.Organisation.AdminKey, address, From), api.With(api.OperatorKey, address, From), api.With(wrong, address, From),
            api.With($"hrd_live_{Canary}", address, From), api.Anonymous(address, From),
        };
        foreach (var (method, path, operation) in contract.Operations)
        {
            // Only so that the rest has somebody to speak for.
            if (method == "DELETE" && path.Contains("/keys", StringComparison.Ordinal)) continue;

            var filled = own.PathOf(path.Replace("{name}", Canary, StringComparison.Ordinal));
            foreach (var client in clients)
            {
                foreach (var body in BodiesFor(contract, operation))
                {
                    var answer = await SendAsync(client, method, filled, body);
                    Assert.True((int)answer.Status < 500, answer.Text);
                    if ((int)answer.Status < 300) succeeded++;
                }

                foreach (var query in QueriesFor(operation)) await SendAsync(client, method, filled + query, BodiesFor(contract, operation).First());
            }
        }

        await MisbehaveAsync(address, wrong);
        await FailAsync(ear, wrong);

        Assert.True(succeeded > 50, $"Only {succeeded} requests with a canary succeeded.");
        Assert.Superset(new HashSet<string> { "level Trace", "level Debug", "log Microsoft.AspNetCore.Server.Kestrel.Connections", "log Microsoft.EntityFrameworkCore.Database.Command",
            "trace Microsoft.AspNetCore", "trace Npgsql", "metric http.server.request.duration", "metric db.client.operation.duration" }, ear.Speakers.Keys.ToHashSet());
        Assert.True(ear.Hits.IsEmpty, string.Join('\n', ear.Hits.Distinct().Take(20)));
    }

    [Fact]
    public async Task Neither_the_database_nor_its_log_keeps_who_asked_and_from_where()
    {
        var organisation = await api.NewOrganisationAsync();
        await using var service = await api.StartServiceAsync($"--Proxies:0={From}");
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()), From);
        var body = Given.Incident($"{Canary} was here").With("/externalRef", new JsonObject { ["system"] = Canary, ["id"] = "1" });

        (await client.PostAsync("/v1/incidents", body, Headers)).Expect(HttpStatusCode.Created);
        (await client.PostAsync("/v1/incidents", body.With("/title", "Another"))).Expect(409, "external-ref-taken");
        (await client.ReadAsync($"/v1/incidents?q={Canary}", Headers)).Expect(HttpStatusCode.OK);
        (await api.With(KeyText.Create(KeyKind.Organisation), new Uri(service.Urls.Single()), From).ReadAsync("/v1/me", Headers)).Expect(401, "invalid-key");

        string[] forbidden = ["127.77.", ForwardedFrom, organisation.AdminKey, organisation.RecoveryCode];
        foreach (var table in await api.SqlAsync("postgres", "select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"))
        {
            var rows = (await api.SqlAsync("postgres", $"select count(*) from \"{table[0]}\" t where t::text ~ '{string.Join('|', forbidden).Replace(".", "\\.", StringComparison.Ordinal)}'"))[0][0];
            Assert.True(0L.Equals(rows), $"{table[0]} holds {rows} rows with a key or an address.");
        }

        var log = await File.ReadAllTextAsync(api.PostgresLog, Cancellation);
        Assert.NotEmpty(log);
        Assert.All([.. forbidden, Canary, "hrd_"], word => Assert.DoesNotContain(word, log, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Requests that the server itself refuses, and one that is broken off.</summary>
    private static async Task MisbehaveAsync(Uri address, string key)
    {
        foreach (var request in (string[])
            [$"GET /{Canary}/%00 HTTP/1.1\r\nHost: x\r\n\r\n", $"GET /v1 HTTP/1.1\r\n{Canary} : {key}\r\n\r\n", $"{Canary} {Canary}\r\n\r\n", $"GET /?{Canary} HTTP/1.1\r\nHost: {Canary}/\r\n\r\n"])
        {
            await using var connection = await RawConnection.OpenAsync(address);
            await connection.SendAsync(request);
            await connection.ReadToEndAsync();
        }

        await using var broken = await RawConnection.OpenAsync(address);
        await broken.SendAsync($"POST /v1/recovery HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{\"{Canary}\"");
    }

    /// <summary>Statements that fail with a message of PostgreSQL that quotes what was sent, through the driver and through EF Core.</summary>
    private async Task FailAsync(Eavesdropper ear, string key)
    {
        await using var service = await api.StartServiceAsync(app =>
        {
            app.Services.GetRequiredService<ILoggerFactory>().AddProvider(ear);
            app.Use(async (HttpContext http, RequestDelegate _) =>
            {
                if (http.Request.Path == "/v1/places") await http.RequestServices.GetRequiredService<IncidentDb>().Database.ExecuteSqlAsync($"select cast({Canary + key} as uuid)");
                await using var command = http.RequestServices.GetRequiredService<NpgsqlDataSource>().CreateCommand("select cast($1::text as uuid)");
                command.Parameters.AddWithValue(Canary + key);
                await command.ExecuteNonQueryAsync(http.RequestAborted);
            });
        }, Talkative);
        var client = api.Anonymous(new Uri(service.Urls.Single()), From);
        (await client.ReadAsync("/v1/places")).Expect(500, "unexpected");
        (await client.ReadAsync("/v1/vocabularies")).Expect(500, "unexpected");
    }

    /// <summary>The document's examples with the canary in every text, then bodies that are refused; one without a body where none is taken.</summary>
    private static IEnumerable<string?> BodiesFor(ServedContract contract, JsonNode operation)
    {
        if (operation["requestBody"]?["content"]?.AsObject().First().Value is not { } content)
        {
            yield return null;
            yield break;
        }

        foreach (var example in content["examples"]?.AsObject() ?? [])
        {
            var body = contract.Resolve(example.Value!)["value"]!.DeepClone();
            Plant(body);
            yield return body.ToJsonString();
        }

        yield return Given.Incident($"{Canary} was here").ToJsonString();
        yield return $$"""{"title": 5, "{{Canary}}": "{{Canary}}", "kind": "{{Canary}}", "occurred": {"from": "{{Canary}}"}, "people": [{"name": "{{Canary}}"}]}""";
        yield return $$"""{"title": "{{Canary}}""";
        yield return $$"""["{{Canary}}"]""";
    }

    private static IEnumerable<string> QueriesFor(JsonNode operation)
    {
        yield return $"?{Canary}={Canary}";
        foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
        {
            if ((string?)parameter!["in"] != "query") continue;

            yield return $"?{(string)parameter["name"]!}={Canary}";
            if (parameter["example"] is { } example) yield return $"?{(string)parameter["name"]!}={example}";
        }

        yield return "?reason=other";
        yield return $"?format=csv&q={Canary}&tag={Canary}";
    }

    private static void Plant(JsonNode node)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array) Plant(item!);
        }
        else if (node is JsonObject members)
        {
            foreach (var (name, value) in members.ToList())
            {
                if (!Texts.Contains(name)) Plant(value!);
                else if (value is JsonArray texts && texts.All(text => text is JsonValue)) members[name] = new JsonArray(Canary);
                else if (value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String) members[name] = $"{Canary} {text}";
                else Plant(value!);
            }
        }
    }

    private static async Task<Answer> SendAsync(HttpClient client, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, method == "PATCH" ? "application/merge-patch+json" : "application/json");
        foreach (var (name, value) in Headers) request.Headers.TryAddWithoutValidation(name, name == "Idempotency-Key" ? $"{value}-{Guid.CreateVersion7()}" : value);
        if (method is not ("GET" or "POST") || path.Contains("/v1/incidents/", StringComparison.Ordinal)) request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var response = await client.SendAsync(request, Cancellation);
        return await Answer.OfAsync(response);
    }
}
