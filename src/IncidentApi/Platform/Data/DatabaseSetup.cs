using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentApi.Platform.Data;

/// <summary>Connects to PostgreSQL as the role that owns nothing.</summary>
internal static class DatabaseSetup
{
    /// <summary>The key of the second source, whose role reads public rows alone.</summary>
    public const string PublicSource = "public";

    private const string Streams = "streams";
    private const string PublicStreams = "public streams";

    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => CreateSource(Own()));
        builder.Services.AddKeyedSingleton(PublicSource, (_, _) => CreateSource(Public()));
        builder.Services.AddKeyedSingleton(Streams, (_, _) => CreateStreamSource(Own()));
        builder.Services.AddKeyedSingleton(PublicStreams, (_, _) => CreateStreamSource(Public()));
        builder.Services.AddSingleton<AwaitedWrites>();
        builder.Services.AddSingleton(services => new Store(services.GetRequiredService<NpgsqlDataSource>(),
            services.GetRequiredKeyedService<NpgsqlDataSource>(Streams), services.GetRequiredService<AwaitedWrites>()));
        builder.Services.AddSingleton(services => new PublicStore(
            services.GetRequiredKeyedService<NpgsqlDataSource>(PublicSource), services.GetRequiredKeyedService<NpgsqlDataSource>(PublicStreams)));
        builder.Services.AddDbContext<IncidentDb>((services, options) => options.UseNpgsql(services.GetRequiredService<NpgsqlDataSource>()));

        string Own() => builder.Configuration.GetConnectionString("Incidents")
            ?? throw new InvalidOperationException("ConnectionStrings:Incidents is not set: name the database and the role incidents_app.");
        string Public() => builder.Configuration.GetConnectionString("Public")
            ?? throw new InvalidOperationException("ConnectionStrings:Public is not set: name the database and the role incidents_public.");
    }

    /// <summary>Connections for long answers: they read in larger pieces, and a query that is asked once an hour is not worth preparing.</summary>
    private static NpgsqlDataSource CreateStreamSource(string connectionString) =>
        CreateSource(new NpgsqlConnectionStringBuilder(connectionString) { ReadBufferSize = 64 * 1024 }.ConnectionString, prepare: false);

    public static NpgsqlDataSource CreateSource(string connectionString, bool prepare = true)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "incident-api",
            // Every setting is local to its transaction, so there is nothing to reset: half of a read's cost otherwise.
            NoResetOnClose = true,
            MaxAutoPrepare = prepare ? 100 : 0,
            AutoPrepareMinUsages = 2,
        };
        if (settings.Multiplexing)
        {
            throw new InvalidOperationException("A connection string says Multiplexing=true, which mixes the transactions of several callers: take it out.");
        }

        // The last word on a setting is the configuration's.
        settings.Options = $"-c statement_timeout=15000 -c idle_in_transaction_session_timeout=15000 {settings.Options}";
        return NpgsqlDataSource.Create(settings);
    }
}
