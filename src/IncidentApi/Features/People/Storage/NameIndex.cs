using IncidentApi.Features.People.Identities;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.People.Storage;

/// <summary>The blind index of names: MACs of stems, under the organisation's key.</summary>
internal static class NameIndex
{
    public static IEnumerable<Sql> Replace(Guid organisation, Guid person, Identity names, OrganisationKeys? keys)
    {
        yield return $"delete from person_names where organisation_id = {organisation} and person_id = {person}";
        if (names.Stems.ToList() is not { Count: > 0 } stems) yield break;

        var macs = stems.Select(stem => keys!.MacOf(stem, keys.Current)).ToArray();
        yield return $"""
            insert into person_names (organisation_id, mac, person_id, generation)
            select {organisation}, mac, {person}, {keys!.Current} from unnest({macs}) mac
            """;
    }
}
