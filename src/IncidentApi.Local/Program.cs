using IncidentApi.Local;
using Npgsql;

using var interruption = new Interruption();
try
{
    return await LaunchOptions.InvokeAsync(args, async options =>
    {
        await Launcher.RunAsync(options, Console.Out, interruption.Token);
        return 0;
    });
}
catch (CannotStartException reason)
{
    await Console.Error.WriteLineAsync(reason.Message);
    return 1;
}
catch (Exception failure) when (failure is NpgsqlException or IOException or UnauthorizedAccessException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync($"The incident API could not be started: {failure.Message}");
    return 1;
}
catch (OperationCanceledException) when (interruption.Token.IsCancellationRequested)
{
    // Stopped before it was up; what was begun is taken up by the next start.
    return 0;
}
