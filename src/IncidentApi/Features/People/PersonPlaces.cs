using IncidentApi.Platform.Data;

namespace IncidentApi.Features.People;

/// <summary>Keeps where a person stands, and where they once stood.</summary>
internal static class PersonPlaces
{
    public static Sql Stand(Guid organisation, Guid person, Guid incident, string name, string role) => $"""
        insert into person_places (organisation_id, person_id, incident_id, ref, role, standing)
        values ({organisation}, {person}, {incident}, {name}, {role}, true)
        on conflict (organisation_id, person_id, incident_id, ref) do update set role = excluded.role, standing = true
        """;

    public static Sql Leave(Guid organisation, Guid person, Guid incident, string name) => $"""
        update person_places set standing = false
        where organisation_id = {organisation} and person_id = {person} and incident_id = {incident} and ref = {name}
        """;
}
