using System.Diagnostics;

namespace IncidentApi.Tests.Local;

/// <summary>Waits, within reason, for what happens in another process.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task IsTrueAsync(Func<bool> condition)
    {
        var waiting = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waiting.Elapsed < Patience, "It did not happen in time.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
