using IncidentApi.Platform.Freshness;

namespace IncidentApi.Tests.Platform.Freshness;

/// <summary>Answers are made once for all who wait, and take no more memory than they may.</summary>
public sealed class KeptAnswersTests
{
    private static readonly Func<Action, Task<KeptAnswer?>> Never = _ => throw new InvalidOperationException("It is there already.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_being_made_is_waited_for_and_what_is_kept_is_not_made_again()
    {
        using var kept = new KeptAnswers(new FreshnessSettings());
        var making = new TaskCompletionSource<KeptAnswer?>();

        var maker = kept.FindOrMakeAsync("q", "t", _ => making.Task, Cancellation);
        var waiting = Enumerable.Range(0, 100).Select(_ => kept.FindOrMakeAsync("q", "t", Never, Cancellation)).ToList();
        making.SetResult(Answer("t"));

        Assert.Equal((true, "t"), ((await maker).MadeHere, (await maker).Answer!.Tag));
        Assert.All(await Task.WhenAll(waiting), found => Assert.Equal((false, "t"), (found.MadeHere, found.Answer!.Tag)));
        Assert.False((await kept.FindOrMakeAsync("q", "t", Never, Cancellation)).MadeHere);
        Assert.Equal("t2", (await kept.FindOrMakeAsync("q", "t2", _ => Task.FromResult<KeptAnswer?>(Answer("t2")), Cancellation)).Answer!.Tag);
        Assert.Equal("t", (await kept.FindOrMakeAsync("q", "t", _ => Task.FromResult<KeptAnswer?>(Answer("t")), Cancellation)).Answer!.Tag);
    }

    [Fact]
    public async Task When_the_maker_leaves_one_of_those_who_wait_makes_it_and_who_leaves_ends_it_for_nobody()
    {
        using var kept = new KeptAnswers(new FreshnessSettings());
        using var leaving = new CancellationTokenSource();
        var (began, made) = (new TaskCompletionSource(), 0);

        var maker = kept.FindOrMakeAsync("q", "t", async _ =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, leaving.Token);
            return null;
        }, leaving.Token);
        await began.Task;
        using var other = new CancellationTokenSource();
        var leaves = kept.FindOrMakeAsync("q", "t", Never, other.Token);
        var waiting = Enumerable.Range(0, 100).Select(_ => kept.FindOrMakeAsync("q", "t", async _ =>
        {
            Interlocked.Increment(ref made);
            await Task.Yield();
            return Answer("t");
        }, Cancellation)).ToList();
        await other.CancelAsync();
        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => maker);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        Assert.All(await Task.WhenAll(waiting), found => Assert.Equal("t", found.Answer!.Tag));
        Assert.Equal(1, made);
    }

    [Fact]
    public async Task What_fails_or_grows_too_large_is_nobody_else_s_answer()
    {
        using var kept = new KeptAnswers(new FreshnessSettings());
        var (failing, growing) = (new TaskCompletionSource<KeptAnswer?>(), new TaskCompletionSource<KeptAnswer?>());

        var fails = kept.FindOrMakeAsync("q", "t", _ => failing.Task, Cancellation);
        var waits = kept.FindOrMakeAsync("q", "t", Never, Cancellation);
        failing.SetException(new InvalidOperationException("away"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => fails);
        Assert.Null((await waits).Answer);

        var grows = kept.FindOrMakeAsync("q", "t", outgrown =>
        {
            outgrown();
            return growing.Task;
        }, Cancellation);
        Assert.Null((await kept.FindOrMakeAsync("q", "t", Never, Cancellation)).Answer);
        Assert.False(grows.IsCompleted);
        growing.SetResult(null);
        Assert.Equal((null, true), await grows);
    }

    [Fact]
    public async Task It_keeps_no_more_than_it_may()
    {
        using var kept = new KeptAnswers(new FreshnessSettings { Megabytes = 1 });
        for (var i = 0; i < 2_000; i++) await kept.FindOrMakeAsync($"q{i}", "t", _ => Task.FromResult<KeptAnswer?>(Answer("t", 10_000)), Cancellation);

        var there = 0;
        for (var i = 0; i < 2_000; i++)
        {
            if ((await kept.FindOrMakeAsync($"q{i}", "t", _ => Task.FromResult<KeptAnswer?>(null), Cancellation)).Answer is not null) there++;
        }

        Assert.InRange(there, 1, 1_048_576 / 10_000);
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public void It_is_compressed_once_and_weighs_more_then(string coding)
    {
        var answer = Answer("t", 10_000);
        var before = answer.Size;

        Assert.False(answer.Has(coding));
        Assert.Same(answer.In(coding), answer.In(coding));
        Assert.Equal((true, before + answer.In(coding).Length), (answer.Has(coding), answer.Size));
    }

    private static KeptAnswer Answer(string tag, int bytes = 10) => new(tag, tag, [], [], new byte[bytes]);
}
