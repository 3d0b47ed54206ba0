using System.Security.Cryptography;
using IncidentApi.Local.Files;
using IncidentApi.Local.Postgres;
using IncidentApi.Platform.Audit.Checkpoints;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace IncidentApi.Local.Hosting;

/// <summary>
/// Brings the launcher's database to this version. A new one gets its name only when it is whole and its operator key is kept,
/// so a launcher that was killed meanwhile starts it afresh and no key is ever lost.
/// </summary>
internal static class DatabaseSetup
{
    private const string Unborn = "incidents_unborn";

    /// <returns>The kept keys, and whether the database is new.</returns>
    public static async Task<(KeyRing Keys, bool IsNew)> EnsureAsync(
        IPostgresServer server, DataFolder folder, bool sample, CancellationToken cancellation)
    {
        if (!await server.HasDatabaseAsync(ServiceDatabase.Name, cancellation))
        {
            return (await MakeAsync(server, folder, sample, cancellation), true);
        }

        if (KeyRing.ReadFrom(folder) is not { } keys || !File.Exists(folder.Secret))
        {
            throw new CannotStartException($"There is a database '{ServiceDatabase.Name}', but its keys are not in {folder.Root}. "
                + "Start with the --data folder that has them.");
        }

        // A folder from before there was a vault, or before checkpoints were signed.
        if (!File.Exists(folder.MasterKey)) PrivateFile.Write(folder.MasterKey, NewSecret());
        if (!File.Exists(folder.AuditKey)) PrivateFile.Write(folder.AuditKey, CheckpointKey.CreatePem());
        await server.PrepareAsync(ServiceDatabase.Name, cancellation);
        await MigrateAsync(server, ServiceDatabase.Name, folder, cancellation);
        return (keys, false);
    }

    /// <summary>Throws the database on another server away with all that belongs to it, if it was made from this folder.</summary>
    public static async Task ResetAsync(IPostgresServer server, DataFolder folder, CancellationToken cancellation)
    {
        var kept = KeyRing.ReadFrom(folder) is not null;
        if (!kept && await server.HasDatabaseAsync(ServiceDatabase.Name, cancellation))
        {
            throw new CannotStartException($"The database '{ServiceDatabase.Name}' of this server was not made from {folder.Root}, "
                + "so it is not thrown away.");
        }

        await server.DropDatabaseAsync(ServiceDatabase.Name, cancellation);
        folder.Forget();
    }

    private static async Task<KeyRing> MakeAsync(IPostgresServer server, DataFolder folder, bool sample, CancellationToken cancellation)
    {
        folder.Forget();
        PrivateFile.Write(folder.Secret, NewSecret());
        PrivateFile.Write(folder.MasterKey, NewSecret());
        PrivateFile.Write(folder.AuditKey, CheckpointKey.CreatePem());
        Sample.Decide(folder, sample ? SampleState.Wanted : SampleState.Declined);

        await server.DropDatabaseAsync(Unborn, cancellation);
        await server.CreateDatabaseAsync(Unborn, cancellation);
        var operatorKey = await MigrateAsync(server, Unborn, folder, cancellation)
            ?? throw new InvalidOperationException("A new database came without an operator key.");

        var keys = new KeyRing(operatorKey);
        keys.KeepIn(folder);
        await server.RenameDatabaseAsync(Unborn, ServiceDatabase.Name, cancellation);
        return keys;
    }

    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + '\n';

    private static async Task<string?> MigrateAsync(
        IPostgresServer server, string database, DataFolder folder, CancellationToken cancellation)
    {
        // No connection may stay behind in a pool: a database is renamed only while nobody uses it.
        var owner = new NpgsqlConnectionStringBuilder(server.ConnectionString(database, ServiceDatabase.OwnerRole)) { Pooling = false };
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ConnectionStrings:Owner", owner.ConnectionString), new("Secrets:File", folder.Secret)])
            .Build();
        return await Commands.MigrateAsync(configuration, cancellation);
    }
}
