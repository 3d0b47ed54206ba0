using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Memory;

namespace IncidentApi.Platform.Freshness;

/// <summary>What became of the making of an answer.</summary>
/// <param name="Answer">The answer to keep; null where there is none for others.</param>
/// <param name="Abandoned">Whether its maker left before it was made.</param>
internal readonly record struct Made(KeptAnswer? Answer, bool Abandoned = false);

/// <summary>
/// Answers that are the same for everybody, in memory, up to so many bytes. One answer to a question is kept, and it counts while it has the
/// name that the question's answer has now. Whoever asks what is being made waits for it.
/// </summary>
internal sealed class KeptAnswers(FreshnessSettings settings) : IDisposable
{
    private const long Megabyte = 1_048_576;

    private readonly MemoryCache? _kept = settings.Megabytes == 0 ? null : new(new MemoryCacheOptions { SizeLimit = settings.Megabytes * Megabyte });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Made>> _making = new();

    /// <summary>The largest answer that is kept, so that a few cannot drive out all others.</summary>
    public int Most { get; } = (int)Math.Min(settings.Megabytes * Megabyte / 16, 16 * Megabyte);

    /// <summary>The answer of this name: kept, or made now, or made by somebody else now; null where everybody must make it for himself.</summary>
    /// <param name="question">What was asked.</param>
    /// <param name="tag">What its answer is called now.</param>
    /// <param name="make">Makes it; the argument tells those who wait that there will be nothing for them.</param>
    /// <param name="cancellation">Ends this caller's waiting, and nobody else's.</param>
    public async Task<(KeptAnswer? Answer, bool MadeHere)> FindOrMakeAsync(
        string question, string tag, Func<Action, Task<KeptAnswer?>> make, CancellationToken cancellation)
    {
        if (_kept is null) return default;

        while (true)
        {
            if (_kept.Get<KeptAnswer>(question) is { } kept && kept.Tag == tag) return (kept, false);

            var making = new TaskCompletionSource<Made>(TaskCreationOptions.RunContinuationsAsynchronously);
            var first = _making.GetOrAdd(tag, making);
            if (first == making) return await MakeAsync(question, tag, making, make, cancellation);

            var made = await first.Task.WaitAsync(cancellation);
            if (!made.Abandoned) return (made.Answer, false);
        }
    }

    /// <summary>Counts the bytes of a kept answer anew, when it has more of them than before.</summary>
    public void Weigh(string question, KeptAnswer answer)
    {
        if (_kept?.Get<KeptAnswer>(question) == answer) Keep(question, answer);
    }

    public void Dispose() => _kept?.Dispose();

    private void Keep(string question, KeptAnswer answer) => _kept!.Set(question, answer, new MemoryCacheEntryOptions { Size = answer.Size });

    private async Task<(KeptAnswer? Answer, bool MadeHere)> MakeAsync(
        string question, string tag, TaskCompletionSource<Made> making, Func<Action, Task<KeptAnswer?>> make, CancellationToken cancellation)
    {
        var made = new Made(null, Abandoned: true);
        try
        {
            // Whoever made it a moment ago kept it before he let others make it.
            if (_kept!.Get<KeptAnswer>(question) is { } kept && kept.Tag == tag) return ((made = new Made(kept)).Answer, false);

            made = new Made(await make(() => making.TrySetResult(new Made(null))));
            if (made.Answer is not null) Keep(question, made.Answer);
            return (made.Answer, true);
        }
        catch when (!cancellation.IsCancellationRequested)
        {
            // Whatever went wrong may go wrong for each of the others, who then learn it at the same time.
            made = new Made(null);
            throw;
        }
        finally
        {
            _making.TryRemove(tag, out _);
            making.TrySetResult(made with { Abandoned = made.Answer is null && cancellation.IsCancellationRequested });
        }
    }
}
