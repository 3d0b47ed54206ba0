using FluentValidation;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents;

/// <summary>
/// Whose identity belongs in the vault unless the client says otherwise: witnesses, sources, children, and victims of sexual violence
/// or sexual harassment; a group without a name has none to keep.
/// A server without a vault refuses them rather than pretend to hide them.
/// </summary>
internal static class VaultRules
{
    public const string Vault = "vault";
    public const string Organisation = "organisation";

    public static string DefaultOf(Involvement person, IncidentBody body) =>
        person is { Kind: "organisation" or "institution" } or { Kind: "group", Name: null, Aliases: null } ? Organisation
        : person.Role is "witness" or "source" || person.AgeBand?.StartsWith("child", StringComparison.Ordinal) == true || SufferedSexualViolence(person, body) ? Vault
        : Organisation;

    public static void Check(IncidentBody body, ValidationContext<IncidentBody> context)
    {
        for (var i = 0; i < body.People?.Count; i++)
        {
            if (body.People[i] is { } person && (person.Disclosure ?? DefaultOf(person, body)) == Vault)
            {
                context.Refuse(Problems.VaultNotAvailable, person.Disclosure is null
                    ? "A witness, a source, a child or a victim of sexual violence goes to the vault unless you say another disclosure."
                    : "Say another disclosure, or keep this person out of the record.", $"people[{i}].disclosure", value: Vault);
            }
        }
    }

    private static bool SufferedSexualViolence(Involvement person, IncidentBody body) => (body.Violations ?? [])
        .Any(violation => violation?.AllTypes().Any(type => type is "sexual_violence" or "sexual_harassment") == true && violation.Victims?.Contains(person.Ref) == true);
}
