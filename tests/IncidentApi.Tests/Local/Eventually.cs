using System.Diagnostics;

namespace IncidentApi.Tests.Local;

/// <summary>Waits, within reason, for what happens in another process.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Task IsTrueAsync(Func<bool> condition) => IsTrueAsync(() => Task.FromResult(condition()));

    public static async Task IsTrueAsync(Func<Task<bool>> condition)
    {
        var waiting = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waiting.Elapsed < Patience, "It did not happen in time.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
