using System.Collections.Concurrent;
using System.Diagnostics;

namespace IncidentApi.Tests.Features.Incidents.Freshness;

/// <summary>What the driver sends to one database while somebody looks, batch by batch.</summary>
internal sealed class SentQueries : IDisposable
{
    private readonly ConcurrentQueue<string> _texts = new();
    private readonly ActivityListener _listener;

    public SentQueries(string database)
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("db.namespace") == database && activity.GetTagItem("db.query.text") is string text) _texts.Enqueue(text);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public IReadOnlyList<string> Texts => [.. _texts];

    /// <summary>How many batches asked this table.</summary>
    public int Of(string table) => _texts.Count(text => text.Contains($"from {table}", StringComparison.Ordinal));

    public void Dispose() => _listener.Dispose();
}
