using IncidentApi.Local.Files;
using IncidentApi.Local.Hosting;
using IncidentApi.Local.Postgres;
using IncidentApi.Local.Postgres.Clusters;
using IncidentApi.Local.Postgres.Programs;
using Npgsql;

namespace IncidentApi.Local;

/// <summary>Which PostgreSQL the launcher uses: the one that the environment names, else a private cluster in the data folder.</summary>
internal static class ServerChoice
{
    public static async Task<IPostgresServer> StartAsync(
        NpgsqlConnectionStringBuilder? named, DataFolder folder, LaunchOptions options, TextWriter output, CancellationToken cancellation)
    {
        if (named is not null)
        {
            var server = await ExternalPostgres.ConnectAsync(named, folder.Passwords, cancellation);
            if (options.Reset) await DatabaseSetup.ResetAsync(server, folder, cancellation);
            return server;
        }

        var cluster = ClusterFolder.At(folder.Cluster);
        var programs = await PostgresPrograms.FindAsync(options.Reset ? null : cluster.MajorVersion, output, cancellation);
        if (options.Reset)
        {
            await LocalPostgres.DiscardAsync(cluster, programs, cancellation);
            folder.Forget();
        }

        return await LocalPostgres.StartAsync(cluster, programs, PostgresLifetime.Lasting, cancellation);
    }
}
