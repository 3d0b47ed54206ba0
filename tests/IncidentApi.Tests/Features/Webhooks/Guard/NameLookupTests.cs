using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using IncidentApi.Features.Webhooks.Guard;

namespace IncidentApi.Tests.Features.Webhooks.Guard;

/// <summary>Name servers that say nothing hold no thread that serves requests, and each name is asked for once at a time.</summary>
public sealed class NameLookupTests
{
    [Fact]
    public async Task Names_that_nobody_answers_for_hold_threads_of_their_own_and_so_many_at_once()
    {
        var (asked, pooled) = (new ConcurrentQueue<string>(), 0);
        using var silence = new ManualResetEventSlim();
        using var lookups = new NameLookups(name =>
        {
            if (Thread.CurrentThread.IsThreadPoolThread) Interlocked.Increment(ref pooled);
            asked.Enqueue(name);
            silence.Wait();
            return [IPAddress.Loopback];
        });
        using var impatience = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, NameLookups.AtOnce * 2).Select(i => lookups.ResolveAsync($"n{i}.example", impatience.Token))
            .Concat(Enumerable.Range(0, 50).Select(_ => lookups.ResolveAsync("N0.example", impatience.Token))).ToList();
        await Local.Eventually.IsTrueAsync(() => asked.Count == NameLookups.AtOnce);

        // Who leaves is not held, and the question is not asked anew for the next one.
        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
        var next = lookups.ResolveAsync("n0.example", TestContext.Current.CancellationToken);
        Assert.Equal((NameLookups.AtOnce, 0, false), (asked.Count, pooled, next.IsCompleted));
        silence.Set();
        Assert.Equal([IPAddress.Loopback], await next);
        Assert.Single(asked, "n0.example");

        // And what was answered once is asked again: a name may mean another address a moment later.
        await lookups.ResolveAsync("n0.example", TestContext.Current.CancellationToken);
        Assert.Equal(2, asked.Count(name => name == "n0.example"));
    }

    [Fact]
    public async Task A_name_that_is_not_there_fails_for_whoever_asks_and_is_asked_again()
    {
        var asked = 0;
        using var lookups = new NameLookups(_ => asked++ == 0 ? throw new SocketException((int)SocketError.HostNotFound) : [IPAddress.Loopback]);

        await Assert.ThrowsAsync<SocketException>(() => lookups.ResolveAsync("x.example", TestContext.Current.CancellationToken));

        Assert.Equal([IPAddress.Loopback], await lookups.ResolveAsync("x.example", TestContext.Current.CancellationToken));
    }
}
