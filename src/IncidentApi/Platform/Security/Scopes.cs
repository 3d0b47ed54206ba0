using System.Collections.Frozen;

namespace IncidentApi.Platform.Security;

/// <summary>What a key may do. A route names one of these as its policy.</summary>
internal static class Scopes
{
    public const string ReadIncidents = "incidents:read";
    public const string WriteIncidents = "incidents:write";
    public const string ReviewIncidents = "incidents:review";
    public const string ExportIncidents = "incidents:export";
    public const string ReadIdentities = "identities:read";
    public const string EraseIdentities = "identities:erase";
    public const string ManageOrganisation = "organisation:manage";
    public const string ReadAudit = "audit:read";
    public const string ManageWebhooks = "webhooks:manage";
    public const string CreateOrganisations = "organisations:create";

    /// <summary>Policy: everybody, but a key that is shown must have <see cref="ReadIncidents"/>.</summary>
    public const string ReadIncidentsOrAnonymous = "incidents:read or anonymous";

    /// <summary>Policy: everybody, but a key that is shown must have <see cref="ExportIncidents"/>.</summary>
    public const string ExportIncidentsOrAnonymous = "incidents:export or anonymous";

    /// <summary>Policy: every key that works, whatever its scopes.</summary>
    public const string AnyKey = "any key";

    public static readonly IReadOnlyList<string> All =
        [ReadIncidents, WriteIncidents, ReviewIncidents, ExportIncidents, ReadIdentities, EraseIdentities, ManageOrganisation, ReadAudit, ManageWebhooks, CreateOrganisations];

    /// <summary>Those that an organisation can give.</summary>
    public static readonly IReadOnlyList<string> OfOrganisations = [.. All.Where(scope => scope != CreateOrganisations)];
}

/// <summary>Roles are named bundles of scopes.</summary>
internal static class Roles
{
    public const string Admin = "admin";

    public static readonly FrozenDictionary<string, IReadOnlyList<string>> Bundles = new Dictionary<string, IReadOnlyList<string>>
    {
        ["observer"] = [Scopes.ReadIncidents],
        ["reporter"] = [Scopes.ReadIncidents, Scopes.WriteIncidents],
        ["reviewer"] = [Scopes.ReadIncidents, Scopes.WriteIncidents, Scopes.ReviewIncidents],
        ["analyst"] = [Scopes.ReadIncidents, Scopes.ExportIncidents],
        [Admin] = Scopes.OfOrganisations,
    }.ToFrozenDictionary();
}
