using System.Text.Json;
using IncidentApi.Local.Files;
using IncidentApi.Local.Hosting;

namespace IncidentApi.Local;

/// <summary>
/// The sample: what public documents say about Kyrgyzstan from 2010 to 2023. It goes in and is published through the API, in steps that
/// may be repeated: each record names where it came from, so it is recorded once, and takes only the steps that it has not taken.
/// </summary>
internal static class Sample
{
    private const int BatchSize = 500;

    /// <summary>The record is in, and somebody changed it since.</summary>
    private const int TakenBefore = 409;

    private const string Resource = "Sample/kyrgyzstan-incidents.json";

    /// <summary>Loads and publishes the sample if it is wanted and not all public.</summary>
    public static async Task<LoadedSample> LoadAsync(DataFolder folder, ServiceClient service, string adminKey, CancellationToken cancellation)
    {
        if (StateOf(folder) is SampleState.Published or SampleState.Declined) return new(0, []);

        var incidents = await ReadAsync(cancellation);
        var notPublic = new List<string>();
        foreach (var batch in incidents.Chunk(BatchSize))
        {
            var items = await service.RecordAsync(adminKey, batch, cancellation);
            var refusals = batch.Zip(items, Refusal).OfType<string>().ToList();
            if (refusals.Count > 0)
            {
                throw new CannotStartException($"The service refused records of the sample:\n{string.Join('\n', refusals)}");
            }

            // In order: what a record follows is public before it, so that it may name it.
            foreach (var (incident, item) in batch.Zip(items))
            {
                if (await PublishAsync(item, service, adminKey, cancellation) is { } why) notPublic.Add($"{NameOf(incident)}: {why}");
            }
        }

        Decide(folder, SampleState.Published);
        return new(incidents.Length, notPublic);
    }

    /// <summary>Takes a record through its workflow, as far as nobody has decided otherwise.</summary>
    /// <returns>Why it is not public; null if it is.</returns>
    private static async Task<string?> PublishAsync(BatchItem item, ServiceClient service, string adminKey, CancellationToken cancellation)
    {
        if (item is not { Id: { } id, Etag: { } etag }) return "it was changed here.";

        var status = item.Status == 201 ? "draft" : await service.StatusOfAsync(adminKey, id, cancellation);
        foreach (var (from, to) in new[] { ("draft", "submitted"), ("submitted", "published") })
        {
            if (status != from) continue;

            var step = await service.StepAsync(adminKey, id, etag, to, cancellation);
            if (step.Refusal is not null) return step.Refusal;
            (status, etag) = (to, step.ETag!);
        }

        return status == "published" ? null : $"it is {status}.";
    }

    public static SampleState StateOf(DataFolder folder) =>
        File.Exists(folder.SampleState) && Enum.TryParse<SampleState>(File.ReadAllText(folder.SampleState).Trim(), out var state)
            ? state
            : SampleState.Declined;

    public static void Decide(DataFolder folder, SampleState state) => PrivateFile.Write(folder.SampleState, $"{state}\n");

    private static string? Refusal(JsonElement incident, BatchItem item) => item.Status is 200 or 201 or TakenBefore
        ? null
        : $"  {NameOf(incident)}: {item.Status} {item.Problem}";

    private static string? NameOf(JsonElement incident) => incident.GetProperty("externalRef").GetProperty("id").GetString();

    private static async Task<JsonElement[]> ReadAsync(CancellationToken cancellation)
    {
        await using var resource = typeof(Sample).Assembly.GetManifestResourceStream(Resource)!;
        using var document = await JsonDocument.ParseAsync(resource, cancellationToken: cancellation);
        return [.. document.RootElement.GetProperty("incidents").EnumerateArray().Select(incident => incident.Clone())];
    }
}

/// <summary>What became of the sample.</summary>
/// <param name="Records">How many records were loaded by this start; none if they were in already, or not wanted.</param>
/// <param name="NotPublic">Those of them that others do not see, each with the reason.</param>
internal sealed record LoadedSample(int Records, IReadOnlyList<string> NotPublic);
