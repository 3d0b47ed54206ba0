using System.Text.Json;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Violations;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Statistics.People;

/// <summary>Counts hidden people, decides what may be shown of it, and publishes that: one at a time, in one transaction.</summary>
internal sealed class PeopleCount(NpgsqlDataSource source, TimeProvider clock)
{
    /// <summary>The verb of the program that makes the tables at once.</summary>
    public const string Command = "recompute-people-tables";

    // One of the service's advisory locks.
    private const long Lock = 7310568;

    private static readonly JsonSerializerOptions Columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // Types in the order of their groups: who could stand in two stands in the first.
    private static readonly List<ViolationType> Types =
        [.. ViolationTypes.All.OrderBy(type => Vocabulary.Named("violations.group").Codes.ToList().IndexOf(type.Group))];

    private static readonly int[] TypeTerms = [.. Types.Select(type => FilterTerm.Of("violation", type.Code))];

    private static readonly string[] Groups = [.. Types.Select(type => type.Group)];

    private static readonly int[] AtRisk = [.. Subject.AtRisk.Select(subject => subject.Number)];

    /// <summary>Makes the tables anew.</summary>
    /// <param name="unlessMadeOn">Nothing happens where they were made on this day or later; null to make them whenever that was.</param>
    /// <param name="cancellation">Ends the work, and nothing is changed.</param>
    /// <returns>How many tables changed; null while another instance is at it, or when there was nothing to do.</returns>
    public async Task<int?> MakeAsync(DateOnly? unlessMadeOn, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        if (!await ReadAsync<bool>(connection, $"select pg_try_advisory_lock({Lock})", cancellation)) return null;

        try
        {
            await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
            await ReadAsync<string>(connection, $"select set_config('statement_timeout', '30min', true)", cancellation);
            if (unlessMadeOn is { } day && await ReadAsync<bool>(connection, $"select coalesce(people_day() >= {day}, false)", cancellation)) return null;

            var decided = (await ReadTablesAsync(connection, cancellation)).Select(Decide).OfType<Decision>().ToList();
            var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
            await ReadAsync<object>(connection, $"select publish_people({TypeTerms}, {Groups}, {AtRisk}, {Json(decided)}, {today})", cancellation);
            await transaction.CommitAsync(cancellation);
            return decided.Count;
        }
        finally
        {
            // A connection that broke took the lock with it.
            if (connection.State == System.Data.ConnectionState.Open) await ReadAsync<bool>(connection, $"select pg_advisory_unlock({Lock})", CancellationToken.None);
        }
    }

    /// <summary>What becomes of a table; null when it stays as it is.</summary>
    private static Decision? Decide(Counted table)
    {
        // A group that has left the vocabulary keeps what was published.
        if (Subject.Find(table.Subject) is not { } subject) return null;
        if (PeopleRule.VisibleOf(table.Counts, subject.Divisible, table.Releases) is { } visible) return new(table, table.Counts, visible);

        // Nothing new may be said of it. What is old goes once k of those whom it counts are gone.
        return table.Shown && table.Gone >= PeopleRule.K ? new(table, table.Counts, null) : null;
    }

    private static async Task<List<Counted>> ReadTablesAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = CommandOf(connection, $"select * from people_counts({TypeTerms}, {Groups}, {AtRisk})");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<Counted>();
        while (await rows.ReadAsync(cancellation))
        {
            var releases = rows.IsDBNull(9) ? [] : JsonSerializer.Deserialize<List<Release>>(rows.GetString(9), Columns)!;
            tables.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetInt32(2), rows.GetString(3), rows.GetInt32(4), rows.GetInt32(5),
                rows.GetFieldValue<int[]>(6), rows.GetBoolean(7), rows.GetInt64(8), releases));
        }

        return tables;
    }

    private static async Task<T?> ReadAsync<T>(NpgsqlConnection connection, Sql query, CancellationToken cancellation)
    {
        await using var command = CommandOf(connection, query);
        return await command.ExecuteScalarAsync(cancellation) is T value ? value : default;
    }

    private static NpgsqlBatch CommandOf(NpgsqlConnection connection, Sql query)
    {
        var batch = connection.CreateBatch();
        batch.BatchCommands.Add(query.ToCommand());
        batch.Timeout = 0;
        return batch;
    }

    private static JsonText Json(List<Decision> decided) => new(JsonSerializer.SerializeToUtf8Bytes(decided.Select(decision => new
    {
        decision.Table.OrganisationId,
        decision.Table.Audience,
        decision.Table.Country,
        decision.Table.ViolationGroup,
        decision.Table.Year,
        decision.Table.Subject,
        decision.Counts,
        decision.Visible,
    }), Columns));

    private sealed record Counted(Guid OrganisationId, string Audience, int Country, string ViolationGroup, int Year, int Subject,
        int[] Counts, bool Shown, long Gone, IReadOnlyList<Release> Releases);

    private sealed record Decision(Counted Table, int[] Counts, bool[]? Visible);
}
