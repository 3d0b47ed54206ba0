using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace IncidentApi.Features.Audit;

internal static class ListEntries
{
    internal sealed record Parameters
    {
        [Description("Only these acts.")]
        public string[]? Act { get; set; }

        [Description("Only what was done to these: ids of incidents, people, keys, partnerships.")]
        public Guid[]? SubjectId { get; set; }

        [Description("Only what was done with these keys.")]
        public Guid[]? Key { get; set; }

        [Description("Only what was done then or later.")]
        [Moment] public string? From { get; set; }

        [Description("Only what was done before.")]
        [Moment] public string? To { get; set; }

        [Description("The order; - for the newest first.")]
        [OneOf("position", "-position", Called = "AuditSort", Note = "The order of the log; - for descending.")] public string Sort { get; set; } = "-position";

        [Description("How many entries a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }
    }

    /// <summary>Lists the audit log of the caller's organisation; what somebody changed past the service is shown and marked.</summary>
    public static async Task<Ok<EntryPage>> Handle(
        Query<Parameters> query, Caller caller, Store store, Cursors cursors, HttpContext http, CancellationToken cancellation)
    {
        var asked = query.Value;
        var list = $"{caller.OrganisationId} audit {ListKey.Of(http.Request.Query)}";
        var after = asked.After is { } cursor ? long.Parse(cursors.Read(list, cursor).Value, CultureInfo.InvariantCulture) : (long?)null;

        var found = new List<StoredEntry>();
        EntryFault? end = null;
        await store.ReadAllAsync(Scope.Of(caller.OrganisationId),
        [
            (Page(asked, after), async rows =>
            {
                while (await rows.ReadAsync(cancellation)) found.Add(StoredEntry.Read(rows));
            }),
            (End, async rows => end = await rows.ReadAsync(cancellation) ? FaultOfEnd(rows) : null),
        ], cancellation);

        var page = found.Take(asked.Limit).Select(entry => (Entry: entry, Fault: entry.FaultIn(caller.OrganisationId))).ToList();
        var faults = page.Where(one => one.Fault is not null).Select(one => new EntryFault(one.Entry.Line.Position, one.Fault!)).ToList();
        if (end is not null) faults.Add(end);

        var next = found.Count > asked.Limit ? cursors.Write(list, page[^1].Entry.Line.Position.ToString(CultureInfo.InvariantCulture), Guid.Empty) : null;
        if (next is not null) http.Response.Headers.Link = PageLink.Next(http.Request, next);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new EntryPage([.. page.Select(one => one.Entry.Shown(one.Fault is not null))], next, faults));
    }

    private static Sql Page(Parameters asked, long? after)
    {
        var newestFirst = asked.Sort == "-position";
        var conditions = new List<Sql> { Sql.Of($"true") };
        if (asked.Act is { } acts) conditions.Add($"e.act = any({acts})");
        if (asked.SubjectId is { } subjects) conditions.Add($"e.subject_id = any({subjects})");
        if (asked.Key is { } keys) conditions.Add($"e.key_id = any({keys})");
        if (MomentAttribute.Read(asked.From) is { } from) conditions.Add($"e.at >= {from}");
        if (MomentAttribute.Read(asked.To) is { } to) conditions.Add($"e.at < {to}");
        if (after is { } last) conditions.Add(newestFirst ? Sql.Of($"e.position < {last}") : Sql.Of($"e.position > {last}"));
        var order = newestFirst ? Sql.Of($"desc") : Sql.Of($"asc");
        return $"select {StoredEntry.Columns} where {Sql.Join(" and ", conditions)} order by e.position {order} limit {Sql.Known(asked.Limit + 1)}";
    }

    /// <summary>Where the log ends, and where its head and the tree say that it must.</summary>
    private static Sql End => $"""
        select coalesce(last.position, 0), greatest(h.audit_position, (select max(l.position) from audit_leaves l)),
            coalesce(last.hash, decode(repeat('00', 32), 'hex')) = h.audit_hash
        from heads h left join (select position, hash from audit_entries order by position desc limit 1) last on true
        """;

    private static EntryFault? FaultOfEnd(NpgsqlDataReader row) => (row.GetInt64(0), row.GetInt64(1), row.GetBoolean(2)) switch
    {
        var (last, must, _) when last < must => new EntryFault(last + 1, $"The log was cut: it ends with entry {last}, and had {must}."),
        var (last, _, same) when !same => new EntryFault(last, "It is not the last entry that the log was given."),
        _ => null,
    };
}
