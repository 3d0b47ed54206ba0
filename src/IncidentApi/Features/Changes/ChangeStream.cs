using System.Buffers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Changes;

/// <summary>
/// Answers with a stream of Server-Sent Events (WHATWG HTML §9.2). It holds one small batch at a time, and reads the next when the client took the last:
/// who takes nothing is cut off by the server (Kestrel:Limits:MinResponseDataRate). Whatever ends it, its client goes on behind the last event.
/// </summary>
internal sealed class ChangeStream(
    Door door, Caller? caller, (ChangeBatch Batch, IReadOnlyDictionary<Guid, byte[]>? Documents) first, bool withDocuments, Following following, ChangeWriting writing,
    TimeSpan lasts, TimeProvider clock, IHostApplicationLifetime lifetime) : IResult
{
    public const string MediaType = "text/event-stream";

    public const int MostAtOnce = 50;

    private const string Ping = "ping";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(3);

    /// <summary>How often the key is judged anew.</summary>
    private static readonly TimeSpan Judgement = TimeSpan.FromSeconds(1);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaType;
        if (httpContext.Features.Get<AskedByHead>() is not null) return;

        using var place = following.TakePlace(httpContext, caller);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await SseFormatter.WriteAsync(EventsAsync(httpContext, ending.Token), httpContext.Response.Body, static (item, buffer) => buffer.Write(item.Data.Span), ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client left, or the service ends.
        }
        catch (Exception end) when (httpContext.Response.HasStarted && end is ProblemException or NpgsqlException or TimeoutException)
        {
            // It is too late for a problem: whoever connects again is told.
        }
    }

    private async IAsyncEnumerable<SseItem<ReadOnlyMemory<byte>>> EventsAsync(HttpContext http, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var until = clock.GetUtcNow() + lasts;
        var (batch, documents) = first;
        var sent = clock.GetTimestamp();
        yield return PingAt(batch.Entries.Count > 0 ? null : batch.Next) with { ReconnectionInterval = Reconnection };

        while (true)
        {
            foreach (var entry in batch.Entries) yield return EventOf(entry, documents);
            if (batch.Entries.Count > 0) sent = clock.GetTimestamp();

            var moved = batch.More;
            while (!moved)
            {
                var left = until - clock.GetUtcNow();
                if (left <= TimeSpan.Zero || lifetime.ApplicationStopping.IsCancellationRequested) yield break;
                if (clock.GetElapsedTime(sent) >= Heartbeat)
                {
                    yield return PingAt(batch.Next);
                    sent = clock.GetTimestamp();
                }

                moved = await following.HasMovedAsync(door, batch.Next, left < Judgement ? left : Judgement, cancellation);
                if (!await following.MayStillAsync(http, caller, cancellation)) yield break;
            }

            if (clock.GetUtcNow() >= until || !await following.MayStillAsync(http, caller, cancellation)) yield break;
            (batch, documents) = await following.ReadAsync(caller, door, batch.Next, MostAtOnce, withDocuments, cancellation);
        }
    }

    /// <summary>An event without data: browsers keep its id and show it to nobody.</summary>
    private SseItem<ReadOnlyMemory<byte>> PingAt(ChangePlace? place) => new(default, Ping) { EventId = place is { } known ? following.Write(door, known) : null };

    private SseItem<ReadOnlyMemory<byte>> EventOf(ChangeEntry entry, IReadOnlyDictionary<Guid, byte[]>? documents)
    {
        var data = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(data, new JsonWriterOptions { Encoder = Json.Answers.Encoder, SkipValidation = true }))
        {
            writing.Write(json, door, entry, documents?.GetValueOrDefault(entry.IncidentId));
        }

        return new SseItem<ReadOnlyMemory<byte>>(data.WrittenMemory, entry.Type) { EventId = following.Write(door, new ChangePlace(entry.Position, entry.Mark)) };
    }
}
