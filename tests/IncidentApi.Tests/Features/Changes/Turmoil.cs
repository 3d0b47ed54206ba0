using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>Writers who do everything that can be done to records, at random and all at once, whatever fails under them.</summary>
internal sealed class Turmoil(TestOrganisation organisation, IReadOnlyList<TestOrganisation> partners, IReadOnlyList<Uri> instances, Func<string, Uri, HttpClient> with)
{
    private static readonly string[] Visibilities = ["organisation", "partners", "public"];

    private int _done;
    private int _failed;

    public int Done => _done;

    public int Failed => _failed;

    /// <summary>One writer with records of his own, until so many writes were acknowledged.</summary>
    public async Task WriteAsync(int writer, int steps)
    {
#pragma warning disable CA5394 // The same turmoil each time, as far as the machine lets it.
        var (random, records) = (new Random(writer), new List<string>());
        var clients = instances.Select(instance => with(organisation.AdminKey, instance)).ToList();
        for (var (step, left) = (0, steps); left > 0 && step < 10 * steps; step++)
        {
            try
            {
                var client = clients[random.Next(clients.Count)];
                var answer = records.Count < 2 || random.Next(6) == 0
                    ? await client.PostAsync("/v1/incidents", Given.Incident($"Search {writer}.{step} “тинтүү” 🏚 1.50").With("/summary", "They came at night."))
                    : await ChangeAsync(client, records[random.Next(records.Count)], random, step);
                if (answer.Status == HttpStatusCode.Created && answer.Json["status"] is not null) records.Add(answer.Id);
                if ((int)answer.Status < 300) left--;
                Interlocked.Increment(ref (int)answer.Status < 300 ? ref _done : ref _failed);
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or TaskCanceledException)
            {
                Interlocked.Increment(ref _failed);
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Whoever opens and ends partnerships while the others write.</summary>
    public async Task ShareAsync(int steps)
    {
        var random = new Random(0);
        var client = organisation with { Admin = with(organisation.AdminKey, instances[0]) };
        for (var step = 0; step < steps; step++)
        {
            try
            {
                var partner = partners[random.Next(partners.Count)];
                var given = await client.ShareAsync(partner, new JsonObject { ["visibility"] = random.Next(2) == 0 ? "partners" : "public" });
                if (given.Status != HttpStatusCode.Created || random.Next(4) == 0) continue;

                await Task.Delay(random.Next(100));
                await client.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{given.Id}");
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException or TaskCanceledException)
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }

    private static async Task<Answer> ChangeAsync(HttpClient client, string id, Random random, int step)
    {
        var read = await client.ReadAsync($"/v1/incidents/{id}");
        if (read.Status != HttpStatusCode.OK) return read;

        var (address, status) = ($"/v1/incidents/{id}", (string)read.Json["status"]!);
        JsonObject To(string to, string? visibility = null, string? reason = null)
        {
            var body = new JsonObject { ["to"] = to };
            if (visibility is not null) body["visibility"] = visibility;
            if (reason is not null) body["reason"] = reason;
            return body;
        }

        var visible = Visibilities[random.Next(Visibilities.Length)];
        var next = (status, random.Next(10)) switch
        {
            ("withdrawn", < 8) => To("draft"),
            ("withdrawn", _) => null,
            ("draft", < 6) => To("submitted"),
            ("submitted", < 8) => To("published", visible),
            ("published", < 3) => To("published", visible),
            (_, 9) => To("withdrawn", reason: "safety"),
            ("published", 8) => To("returned", reason: "Please check."),
            ("returned", < 6) => To("submitted"),
            _ => null,
        };
        if (next is not null) return await client.SendAsync(HttpMethod.Post, $"{address}/transitions", next, read.ETag);
        if (read.Json["summary"] is not null && random.Next(3) == 0) return await client.PostAsync($"{address}/erasures", JsonNode.Parse("""{"pointers":["/summary"],"reason":"safety"}"""));

        return await client.SendAsync(HttpMethod.Patch, address,
            random.Next(2) == 0 ? new JsonObject { ["notes"] = $"Note {step}." } : new JsonObject { ["title"] = $"Search {step} “тинтүү” 🏚" }, read.ETag);
    }
#pragma warning restore CA5394
}
