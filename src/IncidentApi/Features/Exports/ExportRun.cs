using IncidentApi.Features.Changes;
using IncidentApi.Features.Exports.Formats;
using IncidentApi.Features.Exports.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using Npgsql;

namespace IncidentApi.Features.Exports;

/// <summary>
/// Carries an export from PostgreSQL to the client, row by row and no faster than the client takes it, and keeps account of it. Whatever ends
/// it early, PostgreSQL's query ends with it, and nothing that the client holds looks whole.
/// </summary>
internal sealed partial class ExportRun(
    ExportRecords records, ExportSettings settings, ChangeCursors cursors, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<ExportRun> logger)
{
    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(20);

    // PostgreSQL ends a snapshot that we did not, a while after we should have.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>Whether it came to its end. If not, either a problem is thrown, or something was sent already and the connection is cut.</summary>
    public async Task<bool> RunAsync(Export export, TrailingBody body, HttpContext http)
    {
        // Who reads as slowly as he may would else keep his place, and a few of them all places, for as long as they like.
        using var over = new CancellationTokenSource(settings.Longest, clock);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, over.Token);
        var left = ends.Token;
        await using var output = new ExportOutput(body.Content);
        using var ending = new CancellationTokenSource();
        var pulse = PulseAsync(export, ending.Token);
        var status = ExportManifest.Failed;
        try
        {
            using var format = ExportFormat.Of(export, output);
            while (await GoOnAsync(export, format, output, left))
            {
            }

            format.End(export);
            await output.FinishAsync(left);
            await body.EndContentAsync();
            export.Bytes = output.Sent;
            export.Digest = output.Digest();
            status = ExportManifest.Complete;
        }
        catch (OperationCanceledException) when (left.IsCancellationRequested)
        {
            status = lifetime.ApplicationStopping.IsCancellationRequested || over.IsCancellationRequested ? ExportManifest.Failed : ExportManifest.Left;
        }
        catch (Exception failure) when (http.Response.HasStarted)
        {
            // It is too late for a problem.
            Log.Failed(logger, failure.GetType().Name, (failure as NpgsqlException)?.SqlState);
        }
        finally
        {
            await ending.CancelAsync();
            await pulse;
            if (!await TryEndAsync(export, status)) status = ExportManifest.Failed;
            if (status != ExportManifest.Complete && (http.Response.HasStarted || http.RequestAborted.IsCancellationRequested)) http.Abort();
        }

        if (status == ExportManifest.Complete) return true;

        return http.Response.HasStarted || http.RequestAborted.IsCancellationRequested ? false : throw new ProblemException(Problems.Unavailable.With());
    }

    /// <summary>Takes one snapshot and sends what it shows, until its end or the snapshot's; whether there may be more.</summary>
    private async Task<bool> GoOnAsync(Export export, ExportFormat format, ExportOutput output, CancellationToken left)
    {
        var isFiltered = export.Filters.Count > 0;
        var until = clock.GetUtcNow() + settings.Snapshot;
        await using var snapshot = await export.Door.Store.OpenSnapshotAsync(export.Door.Scope, settings.Snapshot + Grace, ExportQuery.Planning(isFiltered), left);
        var (place, at) = await ExportQuery.PositionAsync(snapshot, export.Door, left);
        export.Snapshots.Add(new ExportSnapshot(cursors.Write(export.Door, place), at, export.Rows));

        var rows = await snapshot.StreamAsync(ExportQuery.Rows(export.Door, export.Filter, isFiltered, export.Last ?? export.After, format.IsBrief), left);
        while (await rows.ReadAsync(left))
        {
            format.Write(rows.GetFieldValue<byte[]>(1));
            export.Wrote(rows.GetGuid(0));
            if (output.HasEnough && !await SendAsync(export, output, snapshot, until, left)) return true;
            if (clock.GetUtcNow() >= until) return true;
        }

        await rows.DisposeAsync();
        return false;
    }

    /// <summary>Sends what has gathered. A client that takes it too slowly costs the snapshot; then the answer is no.</summary>
    private async Task<bool> SendAsync(Export export, ExportOutput output, Snapshot snapshot, DateTimeOffset until, CancellationToken left)
    {
        var sending = output.SendAsync(left);
        if (!sending.IsCompleted)
        {
            using var sent = CancellationTokenSource.CreateLinkedTokenSource(left);
            var rest = until - clock.GetUtcNow();
            var over = Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, clock, sent.Token);
            if (await Task.WhenAny(sending, over) == over && !left.IsCancellationRequested)
            {
                await snapshot.DisposeAsync();
                await sending;
                export.Bytes = output.Sent;
                return false;
            }

            await sent.CancelAsync();
        }

        await sending;
        export.Bytes = output.Sent;
        return true;
    }

    /// <summary>Tells now and then how far it has come, so that one which died with its server does not seem to run for ever.</summary>
    private async Task PulseAsync(Export export, CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Pulse, clock);
        while (true)
        {
            try
            {
                await timer.WaitForNextTickAsync(ending);
                await records.TouchAsync(export, ending);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException)
            {
                // The next one will tell.
            }
        }
    }

    private async Task<bool> TryEndAsync(Export export, string status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15), clock);
        try
        {
            await records.EndAsync(export, status, patience.Token);
            return true;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or OperationCanceledException or ObjectDisposedException)
        {
            Log.NotRecorded(logger, failure.GetType().Name);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "An export failed after it had begun, and was cut off: {Kind} {SqlState}")]
        public static partial void Failed(ILogger logger, string kind, string? sqlState);

        [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "How an export ended could not be written down: {Kind}")]
        public static partial void NotRecorded(ILogger logger, string kind);
    }
}
