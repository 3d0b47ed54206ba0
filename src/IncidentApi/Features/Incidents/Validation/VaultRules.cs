using IncidentApi.Features.Incidents.Body;

namespace IncidentApi.Features.Incidents.Validation;

/// <summary>
/// Whose identity belongs in the vault unless the client says otherwise: witnesses, sources, children, and victims of sexual violence
/// or sexual harassment; a group without a name has none to keep.
/// </summary>
internal static class VaultRules
{
    public const string Vault = "vault";
    public const string Organisation = "organisation";

    public static string DefaultOf(Involvement person, IncidentBody body) =>
        person is { Kind: "organisation" or "institution" } or { Kind: "group", Name: null, Aliases: null } ? Organisation
        : person.Role is "witness" or "source" || person.AgeBand?.StartsWith("child", StringComparison.Ordinal) == true || SufferedSexualViolence(person, body) ? Vault
        : Organisation;

    private static bool SufferedSexualViolence(Involvement person, IncidentBody body) => (body.Violations ?? [])
        .Any(violation => violation?.AllTypes().Any(type => type is "sexual_violence" or "sexual_harassment") == true && violation.Victims?.Contains(person.Ref) == true);
}
