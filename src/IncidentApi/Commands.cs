using System.Runtime.InteropServices;
using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Features.Organisations;
using IncidentApi.Features.Organisations.Keys;
using IncidentApi.Features.People.Rotation;
using IncidentApi.Features.Statistics.People;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentApi;

/// <summary>The verbs of the program: serve, which is the default, migrate, rebuild-facts, recompute-people-tables, rotate-vault-key and verify-audit.</summary>
internal static class Commands
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["verify-audit", ..]) return await VerifyAudit.RunAsync(args[1..], Console.Out, Console.Error, CancellationToken.None);

        try
        {
            if (args is not ["migrate" or RebuildFacts.Name or RotateVaultKey.Name, ..])
            {
                await using var app = Service.Create(args);
                await WaitForDatabaseAsync(app.Configuration.GetConnectionString("Incidents"));
                await app.RequireSafeDatabaseAsync(CancellationToken.None);
                if (args is [PeopleCount.Command, ..])
                {
                    Console.WriteLine(await app.Services.GetRequiredService<PeopleCount>().MakeAsync(null, CancellationToken.None) is { } changed
                        ? $"{changed} yearly tables of people changed." : "Another instance makes the yearly tables of people right now.");
                    return 0;
                }

                await app.RunAsync();
                return 0;
            }

            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddEnvironmentVariables().AddCommandLine([.. args[1..].Where(argument => argument != RotateVaultKey.OrganisationKeys)]).Build();
            await WaitForDatabaseAsync(configuration.GetConnectionString("Owner"));
            if (args[0] == RotateVaultKey.Name)
            {
                await RotateVaultKey.RunAsync(configuration, args.Contains(RotateVaultKey.OrganisationKeys), Console.Out, CancellationToken.None);
                return 0;
            }

            if (args[0] == RebuildFacts.Name)
            {
                Console.WriteLine($"The facts of {await RebuildFacts.RunAsync(OwnerOf(configuration), CancellationToken.None)} records were made anew.");
                return 0;
            }

            var key = await MigrateAsync(configuration, CancellationToken.None);
            Console.WriteLine("The database is up to date.");
            if (key is not null) Console.WriteLine($"The first operator key, shown this once: {key}");
            return 0;
        }
        catch (Exception refusal) when (refusal is InvalidOperationException or NpgsqlException)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }

    /// <summary>Brings the database to this version's schema as its owner, and makes the first operator key if there is none.</summary>
    /// <returns>The first operator key, to be shown once; null when the database has one.</returns>
    public static async Task<string?> MigrateAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        var owner = OwnerOf(configuration);
        var options = new DbContextOptionsBuilder<IncidentDb>().UseNpgsql(owner, npgsql => npgsql.CommandTimeout(0)).Options;
        await using var db = new IncidentDb(options);
        await db.Database.MigrateAsync(cancellation);
        if (!await RebuildFacts.AreCurrentAsync(owner, cancellation)) await RebuildFacts.RunAsync(owner, cancellation);
        if (await db.OperatorKeys.AnyAsync(cancellation)) return null;

        var (row, key) = new KeyIssue(InstallationSecret.From(configuration), TimeProvider.System).CreateOperator();
        db.OperatorKeys.Add(row);
        await db.SaveChangesAsync(cancellation);
        return key;
    }

    private static string OwnerOf(IConfiguration configuration) => configuration.GetConnectionString("Owner")
        ?? throw new InvalidOperationException("ConnectionStrings:Owner is not set: name the database and the role incidents_owner.");

    /// <summary>Gives PostgreSQL a minute to come up, because whoever starts both together does not always start it first.</summary>
    private static async Task WaitForDatabaseAsync(string? connectionString)
    {
        // Whoever needs the setting says so better.
        if (connectionString is null) return;

        // The first process of a container is deaf to signals for which it has no handler.
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(128 + 15));
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = 5 };
        await using var source = NpgsqlDataSource.Create(settings);
        var began = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                return;
            }
            catch (NpgsqlException failure) when (failure.IsTransient && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                if (attempt == 1) Console.WriteLine($"Waiting up to {Patience.TotalSeconds:0} seconds for PostgreSQL at {settings.Host}.");
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
            catch (NpgsqlException failure)
            {
                throw new InvalidOperationException(
                    $"{settings.Username} cannot connect to the database {settings.Database} at {settings.Host}: {failure.Message}", failure);
            }
        }
    }
}
