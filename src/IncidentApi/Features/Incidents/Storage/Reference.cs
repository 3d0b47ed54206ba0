using System.Security.Cryptography;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>A short name that can be read out on a telephone: eight of Crockford's 32 letters and digits, which leave out I, L, O and U.</summary>
internal static class Reference
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Create()
    {
        var name = RandomNumberGenerator.GetString(Alphabet, 8);
        return $"{name[..4]}-{name[4..]}";
    }
}
