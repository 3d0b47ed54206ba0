using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IncidentApi.Platform.Data;

/// <summary>Refuses to serve from a database that would not protect its rows: each refusal is one sentence.</summary>
internal static class DatabaseGuard
{
    public static async Task RequireSafeDatabaseAsync(this WebApplication app, CancellationToken cancellation)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var source = scope.ServiceProvider.GetRequiredService<NpgsqlDataSource>();
        var publicSource = scope.ServiceProvider.GetRequiredKeyedService<NpgsqlDataSource>(DatabaseSetup.PublicSource);
        if (await FaultOfRoleAsync(source, cancellation) is { } role) throw new InvalidOperationException(role);

        var pending = await PendingAsync(scope.ServiceProvider.GetRequiredService<IncidentDb>(), cancellation);
        if (pending is not null) throw new InvalidOperationException(pending);
        if (await FaultOfTablesAsync(source, cancellation) is { } tables) throw new InvalidOperationException(tables);
        if (await FaultOfPublicRoleAsync(publicSource, cancellation) is { } open) throw new InvalidOperationException(open);
    }

    private static async Task<string?> FaultOfRoleAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select format('The service connects as %s, which is %s: connect as incidents_app, which row-level security binds.', rolname,
                case when rolsuper then 'superuser' when rolbypassrls then 'BYPASSRLS' else 'an owner of tables' end)
            from pg_roles
            where rolname = current_user and (rolsuper or rolbypassrls
                or exists (select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p', 'v', 'm')))
            """);
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }

    private static async Task<string?> PendingAsync(IncidentDb db, CancellationToken cancellation)
    {
        try
        {
            var pending = (await db.Database.GetPendingMigrationsAsync(cancellation)).ToList();
            return pending.Count == 0 ? null : $"The database lacks {pending.Count} migration(s), from {pending[0]}: run the command migrate.";
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable)
        {
            return "The database has no schema of this service: run the command migrate.";
        }
    }

    private static async Task<string?> FaultOfTablesAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select format('These tables lack a FORCEd row-level security policy: %s. Run the command migrate, or restore a whole backup.',
                string_agg(c.relname, ', ' order by c.relname))
            from pg_class c
            where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and c.relname <> '__EFMigrationsHistory'
                and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy where polrelid = c.oid))
            having count(*) > 0
            """);
        return (string?)await command.ExecuteScalarAsync(cancellation);
    }

    /// <summary>The public's role must reach the public tables and no other, by whatever right.</summary>
    private static async Task<string?> FaultOfPublicRoleAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            select format('Callers without a key connect as %s, which reaches %s: connect them as incidents_public.', current_user,
                string_agg(c.relname, ', ' order by c.relname))
            from pg_class c
            where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = 'public'::regnamespace
                and (c.relname not like 'public\_%' and has_table_privilege(c.oid, 'select, insert, update, delete, truncate')
                    or has_table_privilege(c.oid, 'insert, update, delete, truncate'))
            having count(*) > 0
            """);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
