using IncidentApi.Platform.Freshness;

namespace IncidentApi.Tests.Platform.Freshness;

/// <summary>One question for all who ask at once, and never an answer that was sought before somebody came.</summary>
public sealed class AfterArrivalTests
{
    [Fact]
    public async Task Whoever_comes_while_it_is_being_asked_waits_for_the_next_answer_together_with_all_others()
    {
        var asked = new List<TaskCompletionSource<int>>();
        using var began = new SemaphoreSlim(0);
        var question = new AfterArrival<int>(() =>
        {
            var answer = new TaskCompletionSource<int>();
            asked.Add(answer);
            began.Release();
            return answer.Task;
        });

        var first = question.AskAsync(CancellationToken.None);
        await began.WaitAsync(TestContext.Current.CancellationToken);
        var later = Enumerable.Range(0, 1_000).Select(_ => question.AskAsync(CancellationToken.None)).ToList();
        asked[0].SetResult(1);
        Assert.Equal(1, await first);
        await began.WaitAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(later, waiting => waiting.IsCompleted);
        asked[1].SetResult(2);

        Assert.All(await Task.WhenAll(later), answer => Assert.Equal(2, answer));
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task Whoever_leaves_ends_it_for_nobody_else_and_a_failure_is_told_to_all_and_forgotten()
    {
        var answers = new Queue<TaskCompletionSource<int>>([new(), new(), new()]);
        var coming = answers.ToList();
        var question = new AfterArrival<int>(() => answers.Dequeue().Task);
        using var leaving = new CancellationTokenSource();

        var (leaves, stays) = (question.AskAsync(leaving.Token), question.AskAsync(CancellationToken.None));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        coming[0].SetException(new InvalidOperationException("away"));
        coming[1].SetException(new InvalidOperationException("away"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => stays);
        coming[2].SetResult(3);

        Assert.Equal(3, await AskUntilAsync(question));
    }

    /// <summary>Whether the two who came first shared an answer depends on who was quicker.</summary>
    private static async Task<int> AskUntilAsync(AfterArrival<int> question)
    {
        try
        {
            return await question.AskAsync(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            return await question.AskAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task An_answer_is_never_older_than_its_question()
    {
        var written = 0;
        var question = new AfterArrival<int>(async () =>
        {
            var seen = Volatile.Read(ref written);
            await Task.Yield();
            return seen;
        });

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                var atLeast = Interlocked.Increment(ref written);
                Assert.True(await question.AskAsync(CancellationToken.None) >= atLeast);
            }
        })));
    }
}
