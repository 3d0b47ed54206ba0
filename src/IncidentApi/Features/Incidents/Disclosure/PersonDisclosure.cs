using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Validation;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>What an audience may see of one person of a record: disclosure says how far the organisation goes, consent how far the person does.</summary>
/// <param name="IsListed">Whether the audience sees that there is such a person at all.</param>
/// <param name="IsNamed">Whether it may see the name.</param>
/// <param name="IsHidden">Whether there is somebody to be protected from being found out: a name that is not shown.</param>
internal sealed record PersonDisclosure(bool IsListed, bool IsNamed, bool IsHidden, string? WhyNotListed)
{
    // As many as can be told apart by their neighbours.
    private const int SmallGroup = 10;

    private const int Nobody = 0;
    private const int PartnersToo = 1;
    private const int Everybody = 2;

    public static PersonDisclosure Of(Involvement person, IncidentBody body, Audience audience)
    {
        var disclosure = person.Disclosure ?? VaultRules.DefaultOf(person, body);
        var consent = person.Consent?.Scope;
        var why = consent is "withdrawn" or "record" ? RemovalReason.Consent
            : audience == Audience.Partners ? null
            : consent == "partners" ? RemovalReason.Consent
            : disclosure == VaultRules.Vault && consent != "public_named" ? RemovalReason.Vault
            : null;
        var reached = Math.Min(LevelOf(disclosure), CapOf(consent)) >= (audience == Audience.Public ? Everybody : PartnersToo);
        return new(why is null, why is null && reached, why is not null || (!reached && IsSomebody(person, disclosure)), why);
    }

    private static int LevelOf(string disclosure) => disclosure switch { "public" => Everybody, "partners" => PartnersToo, _ => Nobody };

    private static int CapOf(string? consent) => consent switch
    {
        null or "none" or "public_named" => Everybody,
        "partners" or "public_anonymous" => PartnersToo,
        _ => Nobody,
    };

    /// <summary>“The police” and “protesters” are nobody who could be found out; “a lawyer” is, with a name in the record or without.</summary>
    private static bool IsSomebody(Involvement person, string disclosure) =>
        person.Name is not null || person.Aliases is { Count: > 0 } || disclosure == VaultRules.Vault || person.Kind is "person" or "organisation"
        || (person.Kind == "group" && (person.Count ?? person.CountMax) <= SmallGroup);
}
