using IncidentApi.Features.Organisations;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace IncidentApi;

/// <summary>The verbs of the program: serve, which is the default, and migrate.</summary>
internal static class Commands
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args is not ["migrate", ..])
            {
                await using var app = Service.Create(args);
                await app.RequireSafeDatabaseAsync(CancellationToken.None);
                await app.RunAsync();
                return 0;
            }

            var configuration = new ConfigurationBuilder()
                .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
                .AddEnvironmentVariables().AddCommandLine(args[1..]).Build();
            var key = await MigrateAsync(configuration, CancellationToken.None);
            Console.WriteLine("The database is up to date.");
            if (key is not null) Console.WriteLine($"The first operator key, shown this once: {key}");
            return 0;
        }
        catch (InvalidOperationException refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return 1;
        }
    }

    /// <summary>Brings the database to this version's schema as its owner, and makes the first operator key if there is none.</summary>
    /// <returns>The first operator key, to be shown once; null when the database has one.</returns>
    public static async Task<string?> MigrateAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        var owner = configuration.GetConnectionString("Owner")
            ?? throw new InvalidOperationException("ConnectionStrings:Owner is not set: name the database and the role incidents_owner.");
        var options = new DbContextOptionsBuilder<IncidentDb>().UseNpgsql(owner).Options;
        await using var db = new IncidentDb(options);
        await db.Database.MigrateAsync(cancellation);
        if (await db.OperatorKeys.AnyAsync(cancellation)) return null;

        var (row, key) = new KeyIssue(InstallationSecret.From(configuration), TimeProvider.System).CreateOperator();
        db.OperatorKeys.Add(row);
        await db.SaveChangesAsync(cancellation);
        return key;
    }
}
