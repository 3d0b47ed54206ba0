namespace IncidentApi.Platform.Data;

/// <summary>The SQL that migrations run beside what EF Core makes: policies, functions, grants.</summary>
internal static class SqlFiles
{
    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(SqlFiles).Assembly.GetManifestResourceStream($"Sql/{name}")!);
        return reader.ReadToEnd();
    }
}
