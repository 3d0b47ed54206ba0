using IncidentApi.Platform.Data;

namespace IncidentApi.Features.People;

/// <summary>Keeps where a person stands, and where they once stood.</summary>
internal static class PersonPlaces
{
    /// <summary>It holds the person until the commit: whoever is forgotten at the same moment comes into no other record.</summary>
    public static IEnumerable<Sql> Stand(Guid organisation, Guid person, Guid incident, string name, string role, bool isNamed)
    {
        yield return $"""
            with held as (select 1 from people where organisation_id = {organisation} and id = {person} and (erased_at is null or not {isNamed}) for share)
            select require_current(count(*)) from held
            """;
        yield return $"""
            insert into person_places (organisation_id, person_id, incident_id, ref, role, standing)
            values ({organisation}, {person}, {incident}, {name}, {role}, true)
            on conflict (organisation_id, person_id, incident_id, ref) do update set role = excluded.role, standing = true
            """;
    }

    public static Sql Leave(Guid organisation, Guid person, Guid incident, string name) => $"""
        update person_places set standing = false
        where organisation_id = {organisation} and person_id = {person} and incident_id = {incident} and ref = {name}
        """;
}
