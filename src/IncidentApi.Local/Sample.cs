using System.Text.Json;

namespace IncidentApi.Local;

/// <summary>
/// The sample: what public documents say about Kyrgyzstan from 2010 to 2023. It goes in through the API, in steps that may be
/// repeated: each record names where it came from, so it is recorded once.
/// </summary>
internal static class Sample
{
    private const int BatchSize = 500;

    private const string Resource = "Sample/kyrgyzstan-incidents.json";

    /// <summary>Loads the sample if it is wanted and not all in.</summary>
    /// <returns>How many records were loaded.</returns>
    public static async Task<int> LoadAsync(DataFolder folder, ServiceClient service, string adminKey, CancellationToken cancellation)
    {
        if (StateOf(folder) is not SampleState.Wanted) return 0;

        var incidents = await ReadAsync(cancellation);
        foreach (var batch in incidents.Chunk(BatchSize))
        {
            var items = await service.RecordAsync(adminKey, batch, cancellation);
            var refusals = batch.Zip(items, Refusal).OfType<string>().ToList();
            if (refusals.Count > 0)
            {
                throw new CannotStartException($"The service refused records of the sample:\n{string.Join('\n', refusals)}");
            }
        }

        Decide(folder, SampleState.Loaded);
        return incidents.Length;
    }

    public static SampleState StateOf(DataFolder folder) =>
        File.Exists(folder.SampleState) && Enum.TryParse<SampleState>(File.ReadAllText(folder.SampleState).Trim(), out var state)
            ? state
            : SampleState.Declined;

    public static void Decide(DataFolder folder, SampleState state) => PrivateFile.Write(folder.SampleState, $"{state}\n");

    private static string? Refusal(JsonElement incident, BatchItem item) => item.Status is 200 or 201
        ? null
        : $"  {incident.GetProperty("externalRef").GetProperty("id")}: {item.Status} {item.Problem}";

    private static async Task<JsonElement[]> ReadAsync(CancellationToken cancellation)
    {
        await using var resource = typeof(Sample).Assembly.GetManifestResourceStream(Resource)!;
        using var document = await JsonDocument.ParseAsync(resource, cancellationToken: cancellation);
        return [.. document.RootElement.GetProperty("incidents").EnumerateArray().Select(incident => incident.Clone())];
    }
}
