using System.Text.Encodings.Web;
using System.Text.Json;

namespace IncidentApi.Local.Files;

/// <summary>Tells scripts that the service answers, and where and with which keys.</summary>
/// <param name="Postgres">How Npgsql reaches the database as the server's owner.</param>
internal sealed record ReadyFile(string Url, string OperatorKey, string AdminKey, string Postgres)
{
    private static readonly JsonSerializerOptions Format =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Null while there is no such file.</summary>
    public static ReadyFile? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ReadyFile>(File.ReadAllText(path), Format);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public void Write(string path) => PrivateFile.Write(path, JsonSerializer.Serialize(this, Format) + '\n');
}
