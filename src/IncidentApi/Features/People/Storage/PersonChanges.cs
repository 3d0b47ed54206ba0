using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.People.Storage;

/// <summary>What happens to an entry of the register, as its history names it.</summary>
internal static class PersonChanges
{
    public const string Created = "created";
    public const string Changed = "changed";
    public const string Renamed = "renamed";
    public const string Hidden = "hidden";
    public const string MergedInto = "merged_into";
    public const string TookIn = "took_in";
    public const string Unmerged = "unmerged";
    public const string LetGo = "let_go";
    public const string Erased = "erased";

    public static Sql Append(Caller caller, Guid person, int version, string change, Guid? other, DateTimeOffset now) => $"""
        insert into person_changes (organisation_id, person_id, version, at, by, change, other)
        values ({caller.OrganisationId}, {person}, {version}, {now}, {caller.KeyId}, {change}, {other})
        """;
}
