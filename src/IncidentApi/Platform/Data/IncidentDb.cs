using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace IncidentApi.Platform.Data;

/// <summary>
/// The one database context: the model, its migrations, and the small nouns. It names no table; every feature brings its own
/// <see cref="IEntityTypeConfiguration{TEntity}"/>, so this file never grows with the product.
/// </summary>
internal sealed class IncidentDb(DbContextOptions<IncidentDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyConfigurationsFromAssembly(typeof(IncidentDb).Assembly);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());

    /// <summary>Does work in one transaction that speaks for an organisation; an exception undoes all of it.</summary>
    public async Task<T> SpeakingForAsync<T>(Guid organisation, Func<Task<T>> work, CancellationToken cancellation)
    {
        await using var transaction = await Database.BeginTransactionAsync(cancellation);
        await Database.ExecuteSqlAsync($"select set_config('app.organisation_id', {organisation.ToString()}, true)", cancellation);
        var result = await work();
        await transaction.CommitAsync(cancellation);
        return result;
    }

    /// <summary>Runs a statement within <see cref="SpeakingForAsync"/>.</summary>
    public async Task RunAsync(Sql statement, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)Database.GetDbConnection(), (NpgsqlTransaction)Database.CurrentTransaction!.GetDbTransaction());
        batch.BatchCommands.Add(statement.ToCommand());
        await batch.ExecuteNonQueryAsync(cancellation);
    }
}
