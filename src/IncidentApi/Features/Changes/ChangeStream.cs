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
/// Answers with a stream of Server-Sent Events (WHATWG HTML §9.2). It holds one document at a time, read when its turn comes: what was withdrawn by then is
/// not sent. Who takes nothing is cut off by the server (Kestrel:Limits:MinResponseDataRate). Whatever ends it, its client goes on behind the last event.
/// </summary>
internal sealed class ChangeStream(
    Door door, Caller? caller, ChangeBatch first, bool withDocuments, Following following, ChangeWriting writing, TimeSpan lasts, TimeProvider clock,
    IHostApplicationLifetime lifetime) : IResult
{
    public const string MediaType = "text/event-stream";

    public const int MostAtOnce = 50;

    private const string Ping = "ping";

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Reconnection = TimeSpan.FromSeconds(3);

    /// <summary>How often the key is judged anew.</summary>
    private static readonly TimeSpan Judgement = TimeSpan.FromSeconds(1);

    /// <summary>How long past its time a stream may take to send what it began.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaType;

        // Proxies that gather answers (nginx does) would keep events back until their buffer is full.
        httpContext.Response.Headers["X-Accel-Buffering"] = "no";
        if (httpContext.Features.Get<AskedByHead>() is not null) return;

        using var place = following.TakePlace(httpContext, caller);
        using var over = new CancellationTokenSource(lasts + Grace, clock);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, lifetime.ApplicationStopping, over.Token);
        var watch = WatchAsync(httpContext, ending);
        try
        {
            await SseFormatter.WriteAsync(EventsAsync(httpContext, ending.Token), httpContext.Response.Body, Write, ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The client left, or may read no more, or its time is over, or the service ends. A write that hung is broken off with its connection.
        }
        catch (Exception end) when (httpContext.Response.HasStarted && end is ProblemException or NpgsqlException or TimeoutException)
        {
            // It is too late for a problem: whoever connects again is told.
        }
        finally
        {
            await ending.CancelAsync();
            await watch;
        }
    }

    /// <summary>Ends the stream when its reader may read no more, also while he takes nothing and a write hangs.</summary>
    private async Task WatchAsync(HttpContext http, CancellationTokenSource ending)
    {
        using var timer = new PeriodicTimer(Judgement, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token) && await following.MayStillAsync(http, caller, ending.Token))
            {
            }
        }
        catch (Exception end) when (end is OperationCanceledException or ProblemException or NpgsqlException or TimeoutException)
        {
            // Where nobody can say that he may, he may not.
        }

        await ending.CancelAsync();
    }

    private async IAsyncEnumerable<SseItem<Content?>> EventsAsync(HttpContext http, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var until = clock.GetUtcNow() + lasts;
        var batch = first;
        var sent = clock.GetTimestamp();
        var judged = sent;
        yield return PingAt(batch.Entries.Count > 0 ? null : batch.Next) with { ReconnectionInterval = Reconnection };

        while (true)
        {
            foreach (var entry in batch.Entries)
            {
                if (!await MayStillAsync()) yield break;

                var document = withDocuments ? await following.DocumentAsync(caller, door, entry, cancellation) : null;
                yield return new(new Content(entry, document), entry.Type) { EventId = following.Write(door, new ChangePlace(entry.Position, entry.Mark)) };
                sent = clock.GetTimestamp();
            }

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
                if (!await MayStillAsync()) yield break;
            }

            if (clock.GetUtcNow() >= until) yield break;
            batch = await following.ReadAsync(caller, door, batch.Next, MostAtOnce, cancellation);
        }

        async Task<bool> MayStillAsync()
        {
            if (clock.GetElapsedTime(judged) < Judgement) return true;

            judged = clock.GetTimestamp();
            return await following.MayStillAsync(http, caller, cancellation);
        }
    }

    /// <summary>An event without data: browsers keep its id and show it to nobody.</summary>
    private SseItem<Content?> PingAt(ChangePlace? place) => new(null, Ping) { EventId = place is { } known ? following.Write(door, known) : null };

    private void Write(SseItem<Content?> item, IBufferWriter<byte> data)
    {
        if (item.Data is not { } content) return;

        using var json = new Utf8JsonWriter(data, new JsonWriterOptions { Encoder = Json.Answers.Encoder, SkipValidation = true });
        writing.Write(json, door, content.Entry, content.Document);
    }

    private sealed record Content(ChangeEntry Entry, byte[]? Document);
}
