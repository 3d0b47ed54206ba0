using IncidentApi.Local.Files;
using IncidentApi.Local.Hosting;
using IncidentApi.Local.Postgres;
using Microsoft.Extensions.Hosting;

namespace IncidentApi.Local;

/// <summary>Starts everything in order, waits until it is asked to stop, and stops everything in the opposite order.</summary>
internal static class Launcher
{
    public static async Task RunAsync(LaunchOptions options, TextWriter output, CancellationToken cancellation)
    {
        var named = ExternalPostgres.Named;
        var folder = new DataFolder(options.Data, named is null ? null : ExternalPostgres.NameOf(named));
        folder.Make();
        if (options.ReadyFile is { } stale) File.Delete(stale);

        var (claim, neighbour) = await FolderClaim.TakeAsync(folder, cancellation);
        if (neighbour is not null)
        {
            await PointToAsync(neighbour, folder, options, output);
            return;
        }

        using (claim)
        {
            await using var server = await ServerChoice.StartAsync(named, folder, options, output, cancellation);
            await ServeAsync(server, folder, options, output, cancellation);
        }
    }

    private static async Task ServeAsync(
        IPostgresServer server, DataFolder folder, LaunchOptions options, TextWriter output, CancellationToken cancellation)
    {
        var (keys, _) = await DatabaseSetup.EnsureAsync(server, folder, options.Sample, cancellation);
        var isNew = keys.AdminKey is null;

        await using var app = await ServiceHost.StartAsync(server, folder, options.Port, cancellation);
        var url = app.Urls.First();
        using (var service = new ServiceClient(url))
        {
            keys = await AdminAccess.EnsureAsync(keys, folder, service, TimeProvider.System, cancellation);
            var loaded = await Sample.LoadAsync(folder, service, keys.AdminKey!, cancellation);

            var ready = new ReadyFile(
                url, keys.OperatorKey, keys.AdminKey!, server.ConnectionString(ServiceDatabase.Name, server.Owner));
            ready.Write(folder.Running);
            if (options.ReadyFile is { } path) ready.Write(path);
            await Greeting.SayAsync(output, ready, folder, isNew, loaded);
        }

        await app.WaitForShutdownAsync(cancellation);
        File.Delete(folder.Running);
        if (options.ReadyFile is { } past) File.Delete(past);
        await output.WriteLineAsync("Stopped.");
    }

    private static async Task PointToAsync(ReadyFile neighbour, DataFolder folder, LaunchOptions options, TextWriter output)
    {
        if (options.Reset)
        {
            throw new CannotStartException($"A launcher is running on {folder.Root}: stop it before you throw its data away.");
        }

        if (options.ReadyFile is { } path) neighbour.Write(path);
        await output.WriteLineAsync($"The incident API is already running at {neighbour.Url} (data in {folder.Root}).");
    }
}
