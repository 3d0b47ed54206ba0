using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using Incidents;

var given = (string name) => Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");
var steps = new List<string>();
var client = As(given("KEY"));

var began = await Step("begin", async () =>
{
    var end = (await client.ListChangesAsync(after: "end")).Result;
    Same((end.Items.Count, end.More), (0, false), "what comes after the end");
    return end.NextCursor;
});

var body = Body("Searches at the office of a legal aid group");
var recorded = await Step("record", async () =>
{
    var made = await client.CreateIncidentAsync(body, idempotency_Key: "story-nswag");
    Same((made.StatusCode, made.Result.Version, made.Result.Status, Header(made, "Location")), (201, 1, IncidentStatus.Draft, $"/v1/incidents/{made.Result.Id}"), "a new record");
    return made.Result;
});

await Step("retry", async () =>
{
    var again = await client.CreateIncidentAsync(body, idempotency_Key: "story-nswag");
    Same((again.Result.Id, Header(again, "Idempotency-Replayed")), (recorded.Id, "true"), "the same request again");
    return again.StatusCode;
});

var etag = await Step("read", async () =>
{
    var read = await client.GetIncidentAsync(recorded.Id);
    var tag = Header(read, "ETag");
    Same((read.Result.Version, read.Result.Occurred.Precision, read.Result.Violations.Single().Type), (1, OccurredPrecision.Month, ViolationsType.Raid_office), "the record");
    var held = await Refused(() => client.GetIncidentAsync(recorded.Id, if_None_Match: tag));
    Same(held.StatusCode, 304, "the record that we hold");
    return tag!;
});

await Step("change", async () =>
{
    var changed = await client.PatchIncidentAsync(recorded.Id, etag, new Dictionary<string, object> { ["occurred"] = new Occurrence { From = "2024-05-17" } });
    Same((changed.Result.Version, changed.Result.Occurred.Precision, Header(changed, "ETag") == etag), (2, OccurredPrecision.Day, false), "the changed record");
    return changed.StatusCode;
});

await Step("conflict", async () =>
{
    var problem = await Problem(() => client.PatchIncidentAsync(recorded.Id, etag, new Dictionary<string, object> { ["summary"] = "What another had changed is lost." }));
    Same((problem.Status, problem.Type, problem.Detail is null, problem.TraceId is null), (412, "/problems/stale-version", false, false), "a change of an old version");
    return problem;
});

await Step("validation", async () =>
{
    var wrong = Body("A date that never was", "2024-13");
    wrong.Location.Region = "US-CA";
    var problem = await Problem(() => client.CreateIncidentAsync(wrong));
    Same((problem.Status, string.Join(' ', problem.Errors!.Select(fault => fault.Pointer).Order())), (422, "/location/region /occurred/from"), "both faults at once");
    Same(problem.Errors!.Single(fault => fault.Pointer == "/occurred/from").Value, "2024-13", "what stood there");
    return problem;
});

var pages = await Step("page", async () =>
{
    for (var day = 1; day <= 4; day++) await client.CreateIncidentAsync(Body($"Day {day}", $"2024-06-0{day}"));
    var (found, read, after) = (new List<IncidentBrief>(), 0, (string?)null);
    do
    {
        var page = await client.ListIncidentsAsync(violation: [ViolationsType.Raid_office, ViolationsType.Arrest], sort: IncidentSort.Occurred, limit: 2, after: after);
        found.AddRange(page.Result.Items);
        after = page.Result.NextCursor;
        read++;
    }
    while (after is not null);
    Same(string.Join(' ', found.Select(item => item.Occurred.From)), "2024-05-17 2024-06-01 2024-06-02 2024-06-03 2024-06-04", "the list");
    return read;
});

var followed = await Step("changes", async () =>
{
    var (changes, after, more) = (new List<IncidentChange>(), began, true);
    while (more)
    {
        var page = (await client.ListChangesAsync(after: after, limit: 4, include: ChangeInclude.Document)).Result;
        changes.AddRange(page.Items);
        (after, more) = (page.NextCursor, page.More);
    }

    Same(string.Join(' ', changes.Select(change => change.Position)), "1 2 3 4 5 6", "positions without a hole");
    var its = changes.Where(change => change.Id == recorded.Id).ToList();
    Same(string.Join(", ", its.Select(change => $"{change.Type} {change.Version} {change.Change}")), "Incident_created 1 created, Incident_changed 2 patched", "what was done to the record");
    Same(string.Join(", ", its.Select(change => $"{change.Document?.Version} {change.Document?.Occurred.From}")), "2 2024-05-17, 2 2024-05-17", "the record as it stands now");
    return changes.Select(change => $"{change.Position} {change.Id} {change.Version}").ToList();
});

await Step("elsewhere", async () =>
{
    var elsewhere = (await client.ListChangesAsync(scope: IncidentScope.Public, after: "end")).Result.NextCursor;
    var problem = await Problem(() => client.ListChangesAsync(after: elsewhere));
    Same((problem.Status, problem.Type, problem.Errors!.Single().Parameter), (400, "/problems/invalid-cursor", "after"), "a cursor of another log");
    return problem;
});

var webhook = await Step("webhook", async () =>
{
    var made = await client.CreateWebhookAsync(new WebhookBody
    {
        Url = given("RECEIVER"), Events = [WebhookEvent.Incident_created, WebhookEvent.Incident_removed], Filter = new Dictionary<string, string> { ["country"] = "KG,KZ" },
    });
    Same((made.StatusCode, made.Result.Status, Header(made, "Location")), (201, WebhookStatus.Active, $"/v1/webhooks/{made.Result.Id}"), "a new webhook");
    Same(made.Result.Secret?.StartsWith("whsec_", StringComparison.Ordinal), true, "its secret");
    var read = (await client.GetWebhookAsync(made.Result.Id)).Result;
    Same((read.Url, string.Join(' ', read.Events), read.Filter!["country"], read.Secret), (given("RECEIVER"), "Incident_created Incident_removed", "KG,KZ", null), "the webhook");
    return made.Result;
});

var tested = await Step("test", async () =>
{
    var delivery = (await client.TestWebhookAsync(webhook.Id)).Result;
    Same((delivery.Type, delivery.Status, delivery.Attempts.Single().HttpStatus), (DeliveryType.Webhook_test, DeliveryStatus.Delivered, 204), "what came of the test");
    return delivery.Id;
});

await Step("forbidden", async () =>
{
    var problem = await Problem(() => client.CreateWebhookAsync(new WebhookBody { Url = "http://169.254.169.254/latest", Events = [WebhookEvent.Incident_created] }));
    Same((problem.Status, problem.Type, problem.Errors!.Single().Pointer), (422, "/problems/forbidden-address", "/url"), "an address inside");
    return problem;
});

await Step("delete", async () =>
{
    var deleted = await client.DeleteWebhookAsync(webhook.Id);
    var gone = await Problem(() => client.GetWebhookAsync(webhook.Id));
    Same((deleted.StatusCode, gone.Status, gone.Type), (204, 404, "/problems/not-found"), "the webhook that was deleted");
    return gone;
});

var counted = await Step("statistics", async () =>
{
    var figures = (await client.GetStatisticsAsync(groupBy: [Dimension.Month], from: "2024")).Result;
    Same((figures.Measure, figures.GroupBy.Single(), figures.Counting), (Measure.Incidents, Dimension.Month, FigureCounting.Exclusive), "what was counted");
    Same(string.Join(' ', figures.Groups.Select(group => $"{group.Key["month"]}:{group.Events!.Min}")), "2024-05:1 2024-06:4", "the figures");
    return figures.Total!.Events!.Max;
});

var exported = await Step("export", async () =>
{
    var file = Path.Combine(given("FOLDER"), "incidents.ndjson");
    using var export = await client.ExportIncidentsAsync(ExportFormat.Ndjson);
    await using (var kept = File.Create(file)) await export.Stream.CopyToAsync(kept);
    var manifest = (await client.GetExportAsync(Guid.Parse(export.Headers["Export-Id"].Single()))).Result;
    var lines = File.ReadLines(file).Count();
    Same((manifest.Status, manifest.Rows, manifest.Sha256), (ExportStatus.Complete, (long)lines, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))), "the manifest of the file");
    return lines;
});

await Step("refusals", async () =>
{
    var unknown = await Problem(() => As("hrd_live_nobody").GetMeAsync());
    var observer = await Problem(() => As(given("OBSERVER_KEY")).CreateIncidentAsync(Body("By one who may only read")));
    var missing = await Problem(() => client.GetIncidentAsync(Guid.Parse("0198c2f0-0000-7000-8000-000000000000")));
    Same(string.Join(' ', new[] { unknown, observer, missing }.Select(problem => $"{problem.Status} {problem.Type}")),
        "401 /problems/invalid-key 403 /problems/missing-scope 404 /problems/not-found", "refusals");
    return missing;
});

await Step("patience", async () =>
{
    var impatient = As(given("KEY"), given("LIMITED_API"), patient: false);
    var refused = await Refused(async () =>
    {
        while (true) await impatient.GetMeAsync();
    });
    Same((refused.StatusCode, ((ApiException<Problem>)refused).Result.Type), (429, "/problems/too-many-requests"), "one request too many");
    Same(int.Parse(refused.Headers["Retry-After"].Single()) >= 1, true, "when to come again");
    var waited = await As(given("KEY"), given("LIMITED_API")).GetMeAsync();
    Same(waited.StatusCode, 200, "who waits is served");
    return waited;
});

await File.WriteAllTextAsync(Path.Combine(given("FOLDER"), "told.json"), JsonSerializer.Serialize(new { steps, incident = recorded.Id, pages, counted, exported, followed, secret = webhook.Secret, tested }));

await Example.RunAsync();
await Tour.RunAsync();

IncidentsClient As(string key, string? api = null, bool patient = true)
{
    var http = new HttpClient(patient ? new Patience(new SocketsHttpHandler()) : new SocketsHttpHandler()) { BaseAddress = new Uri(api ?? given("API")) };
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    return new IncidentsClient(http);
}

static IncidentBody Body(string title, string from = "2024-05") => new()
{
    Title = title,
    Occurred = new Occurrence { From = from },
    Location = new Location { Country = Countries.KG, Region = "KG-GB" },
    Violations = [new Violation { Type = ViolationsType.Raid_office, Victims = ["o1"] }],
    People = [new Involvement { Ref = "o1", Role = PeopleRole.Victim, Kind = PeopleKind.Organisation, Label = "a legal aid group", DefenderRoles = [PeopleDefenderRoles.Ngo] }],
};

async Task<T> Step<T>(string name, Func<Task<T>> run)
{
    try
    {
        var value = await run();
        steps.Add(name);
        return value;
    }
    catch (ApiException<Problem> refusal)
    {
        throw new InvalidOperationException($"{name}: {JsonSerializer.Serialize(refusal.Result)}", refusal);
    }
}

static async Task<ApiException> Refused(Func<Task> call)
{
    try
    {
        await call();
    }
    catch (ApiException refusal)
    {
        return refusal;
    }

    throw new InvalidOperationException("This was to be refused.");
}

static async Task<Problem> Problem(Func<Task> call) => (await Refused(call) as ApiException<Problem>)?.Result ?? throw new InvalidOperationException("This was to be a problem.");

static string? Header(SwaggerResponse answer, string name) => answer.Headers.TryGetValue(name, out var values) ? values.Single() : null;

static void Same<T>(T found, T expected, string what)
{
    if (!EqualityComparer<T>.Default.Equals(found, expected)) throw new InvalidOperationException($"{what}: expected {expected}, found {found}");
}
