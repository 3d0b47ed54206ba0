using System.Text.Json;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Platform.Data;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>The tables of one audience's facts, and what rows it has beside the common columns.</summary>
internal sealed record FactTables(Sql Facts, Sql Links, Sql Detentions)
{
    public static readonly FactTables Own = new($"incident_facts", $"incident_links", $"incident_detentions");
    public static readonly FactTables Shared = new($"shared_facts", $"shared_links", $"shared_detentions");
    public static readonly FactTables Public = new($"public_facts", $"public_links", $"public_detentions");

    public static FactTables Of(Audience audience) => audience == Audience.Partners ? Shared : Public;
}

/// <summary>The facts of a record as statements for the transaction that writes it.</summary>
internal static class FactRows
{
    private static readonly JsonSerializerOptions Columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <param name="tables">Whose.</param>
    /// <param name="incident">The record as they see it.</param>
    /// <param name="visibility">How far the record may go, where the tables say so.</param>
    public static IEnumerable<Sql> Insert(FactTables tables, Incident incident, string? visibility = null)
    {
        var facts = Fact.Of(incident);
        if (facts.Count == 0) yield break;

        var began = Beginning.Of(incident.Span());
        var (column, value) = visibility is null ? (Sql.Empty, Sql.Empty) : (Sql.Of($", visibility"), Sql.Of($", {visibility}"));
        var (alone, isAlone) = tables == FactTables.Own ? (Sql.Of($", alone"), Sql.Of($", {Fact.IsAlone(facts, incident)}")) : (Sql.Empty, Sql.Empty);
        yield return $"""
            insert into {tables.Facts} (organisation_id, incident_id, kind, status, verification, year, quarter, month{column}{alone},
                act, victim, act_verification, type, also_types, rights, perpetrators, source_kinds, country, region, act_year, act_quarter, act_month,
                acts_min, acts_max, acts_unknown, person_id, victim_kind, people_min, people_max, people_unknown, organisations, gender, age_band, at_risk, defender_roles)
            select {incident.Organisation.Id}, {incident.Id}, {incident.Kind}, {incident.Status}, {incident.Verification}, {began.Year}, {began.Quarter}, {began.Month}{value}{isAlone}, f.*
            from json_to_recordset({Json(facts)}) as f(
                act smallint, victim smallint, act_verification text, type int, also_types int[], rights int[], perpetrators int[], source_kinds int[],
                country int, region int, act_year int, act_quarter int, act_month int, acts_min int, acts_max int, acts_unknown int,
                person_id uuid, victim_kind text, people_min int, people_max int, people_unknown int, organisations int,
                gender int, age_band int, at_risk int[], defender_roles int[])
            """;
        foreach (var statement in CustodyRows.Insert(tables, incident, facts, visibility)) yield return statement;

        var links = Link.Of(incident);
        if (links.Count == 0) yield break;

        yield return $"""
            insert into {tables.Links} (organisation_id, incident_id{column}, place, type, target_id, target_system, target_reference)
            select {incident.Organisation.Id}, {incident.Id}{value}, l.place, l.type, l.target_id, l.target_system, l.target_reference
            from json_to_recordset({Json(links.Index().Select(link => new { Place = link.Index, link.Item.Type, link.Item.TargetId, link.Item.TargetSystem, link.Item.TargetReference }))})
                as l(place int, type text, target_id uuid, target_system text, target_reference text)
            """;
    }

    /// <summary>The facts of an own record anew, unless they stay what they were.</summary>
    public static IEnumerable<Sql> Replace(Incident old, Incident next) => SaysTheSame(old, next) ? [] : [.. Delete(next.Id), .. Insert(FactTables.Own, next)];

    public static IEnumerable<Sql> Delete(Guid id) =>
    [
        $"delete from incident_facts where incident_id = {id}",
        $"delete from incident_links where incident_id = {id}",
        $"delete from incident_detentions where incident_id = {id}",
    ];

    private static bool SaysTheSame(Incident old, Incident next) =>
        (old.Kind, old.Status, old.Verification) == (next.Kind, next.Status, next.Verification) && Beginning.Of(old.Span()) == Beginning.Of(next.Span())
            && Link.Of(old).SequenceEqual(Link.Of(next)) && CustodyRows.SayTheSame(old, next) && Json(Fact.Of(old)).Utf8.Span.SequenceEqual(Json(Fact.Of(next)).Utf8.Span);

    private static JsonText Json<T>(T rows) => new(JsonSerializer.SerializeToUtf8Bytes(rows, Columns));
}
