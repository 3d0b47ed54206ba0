namespace IncidentApi.Local.Postgres.Programs;

/// <summary>The folders in which this machine looks for programs.</summary>
internal static class SearchPath
{
    public static string[] Folders =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    public static string? Find(string program) =>
        Folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
