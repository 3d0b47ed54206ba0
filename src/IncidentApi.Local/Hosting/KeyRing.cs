using System.Text.Json;
using IncidentApi.Local.Files;

namespace IncidentApi.Local.Hosting;

/// <summary>The keys to this folder's database, kept so that every start can name keys that work.</summary>
internal sealed record KeyRing(string OperatorKey)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string? AdminKey { get; init; }

    /// <summary>Good for one new admin key, when the kept one no longer works.</summary>
    public string? RecoveryCode { get; init; }

    public static KeyRing? ReadFrom(DataFolder folder) =>
        File.Exists(folder.Keys) ? JsonSerializer.Deserialize<KeyRing>(File.ReadAllText(folder.Keys), Format) : null;

    public void KeepIn(DataFolder folder)
    {
        PrivateFile.Write(folder.Keys, JsonSerializer.Serialize(this, Format) + '\n');
        if (AdminKey is not null) PrivateFile.Write(folder.AdminKey, AdminKey + '\n');
    }
}
