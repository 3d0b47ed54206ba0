using IncidentApi.Platform.Data;

namespace IncidentApi.Platform.Security;

/// <summary>The end of a key, in SQL that speaks for its organisation: for whatever goes on without the key being shown again.</summary>
internal static class KeyEnd
{
    /// <summary>When it ends or was revoked; null where it is nobody's.</summary>
    public static Sql Of(Sql organisation, Sql key) => Asked($"least(expires_at, revoked_at)", organisation, key);

    public static Sql IsRevoked(Sql organisation, Sql key) => Asked($"revoked_at is not null", organisation, key);

    // The organisation is named beside the policies, which alone would lead past the index.
    private static Sql Asked(Sql what, Sql organisation, Sql key) => $"(select {what} from api_keys where organisation_id = {organisation} and id = {key})";
}
