using IncidentApi.Platform.Audit.Tree;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IncidentApi.Platform.Audit.Checkpoints;

/// <summary>
/// Puts new entries of all organisations under the tree every few seconds and signs the root. One instance at a time does it. It never signs
/// a tree that is not the continuation of what was signed before.
/// </summary>
internal sealed partial class Sealer(Store store, TreeRead tree, CheckpointKey key, IConfiguration configuration, ILogger<Sealer> logger) : BackgroundService, IHealthCheck
{
    private const int MostAtOnce = 10_000;
    private const int RoundsBetweenChecks = 12;

    private readonly TimeSpan _period = TimeSpan.FromSeconds(configuration.GetValue("Audit:SealSeconds", 5.0));
    private readonly SemaphoreSlim _turn = new(1);
    private (long Size, byte[] Root)? _signed;
    private string? _fault;
    private int _damaged;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_period);
        for (var round = 0; ; round++)
        {
            try
            {
                await SealAsync(stoppingToken);
                if (round % RoundsBetweenChecks == 0) await CheckAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                Log.Failed(logger, failure.GetType().Name);
                await Task.Delay(_period, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stoppingToken.IsCancellationRequested) return;
            }
        }
    }

    /// <summary>Seals what is new and signs the tree, if it may.</summary>
    public async Task SealAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            for (long? before = null; ;)
            {
                var leaves = (await store.ReadAsync(Scope.Nobody, $"select seal_audit({MostAtOnce})", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), cancellation))[0];
                if (leaves is null || leaves == before) break;
                before = leaves;
            }

            await SignAsync(cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var fault = key.Fault ?? _fault ?? (_damaged == 0 ? null : $"The audit logs of {_damaged} organisation(s) are not what was sealed of them: the service's log names them.");
        return Task.FromResult(fault is null ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(fault));
    }

    private async Task SignAsync(CancellationToken cancellation)
    {
        var state = await tree.StateAsync(cancellation);
        if (key.Verifier is null || state.Leaves == 0) return;

        (long Size, byte[] Root)? stored = state.SignedRoot is null ? null : (state.SignedSize, state.SignedRoot);
        foreach (var (size, root) in new[] { stored, _signed }.OfType<(long Size, byte[] Root)>())
        {
            // C2SP: a log never signs what contradicts an earlier checkpoint, whoever has changed its database.
            if (size <= state.Leaves && await HasRootAsync(size, root, cancellation)) continue;

            if (_fault is null) Log.Contradiction(logger, size, state.Leaves);
            _fault = $"The tree over the audit log is not the one that was signed at size {size}: no further checkpoint is signed.";
            return;
        }

        _fault = null;
        if (state.SignedSize == state.Leaves && _signed?.Size == state.Leaves) return;

        var signed = (Size: state.Leaves, Root: await tree.RootAsync(state.Leaves, cancellation));
        await store.WriteAsync(Scope.Nobody, [$"select keep_audit_checkpoint({signed.Size}, {signed.Root}, {key.Sign(signed.Size, signed.Root)})"], cancellation);
        _signed = signed;
    }

    private async Task<bool> HasRootAsync(long size, byte[] root, CancellationToken cancellation)
    {
        try
        {
            return (await tree.RootAsync(size, cancellation)).AsSpan().SequenceEqual(root);
        }
        catch (ProblemException damaged) when (damaged.Problem.Kind == Problems.AuditTampered)
        {
            return false;
        }
    }

    private async Task CheckAsync(CancellationToken cancellation)
    {
        var damaged = await store.ReadAsync(Scope.Nobody, $"select * from audit_faults()", row => row.GetGuid(0), cancellation);
        if (_damaged != damaged.Count) foreach (var organisation in damaged) Log.Damaged(logger, organisation);
        _damaged = damaged.Count;
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The audit log could not be sealed, which is tried again: {Kind}")]
        public static partial void Failed(ILogger logger, string kind);

        [LoggerMessage(EventId = 2, Level = LogLevel.Critical, Message = "The tree over the audit log, with {Leaves} leaves, is not the one that was signed at size {Size}: nothing more is signed.")]
        public static partial void Contradiction(ILogger logger, long size, long leaves);

        [LoggerMessage(EventId = 3, Level = LogLevel.Critical, Message = "The audit log of organisation {Organisation} is not what was sealed of it.")]
        public static partial void Damaged(ILogger logger, Guid organisation);
    }
}
