using IncidentApi.Local.Postgres;

namespace IncidentApi.Local.Files;

/// <summary>What a launcher keeps between two starts: the private cluster, or what it needs to know about another server.</summary>
internal sealed class DataFolder
{
    private readonly string _kept;

    /// <param name="path">The folder as it was asked for.</param>
    /// <param name="server">The name under which things about another server are kept apart; null for the private cluster.</param>
    public DataFolder(string path, string? server)
    {
        Root = Path.GetFullPath(path);
        _kept = server is null ? Root : Path.Combine(Root, server);
    }

    public string Root { get; }

    /// <summary>Held by the launcher that runs here.</summary>
    public string Lock => Path.Combine(Root, "launcher.lock");

    /// <summary>What the launcher that runs here wrote into its ready file.</summary>
    public string Running => Path.Combine(Root, "running.json");

    public string Cluster => Path.Combine(Root, "postgres");

    public string Keys => Path.Combine(_kept, "keys.json");

    /// <summary>The admin key by itself, for a command line.</summary>
    public string AdminKey => Path.Combine(_kept, "admin-key");

    public string Secret => Path.Combine(_kept, "secret");

    /// <summary>The vault's master key: without it no hidden identity opens.</summary>
    public string MasterKey => Path.Combine(_kept, "master-key");

    /// <summary>The private key that signs checkpoints of the audit log.</summary>
    public string AuditKey => Path.Combine(_kept, "audit-key.pem");

    public string Passwords => Path.Combine(_kept, "passwords.json");

    public string SampleState => Path.Combine(_kept, "sample");

    public void Make()
    {
        if (Path.GetDirectoryName(Root) is null || Root == Environment.GetFolderPath(Environment.SpecialFolder.UserProfile))
        {
            throw new CannotStartException($"{Root} is not a folder for data alone: choose one inside it with --data.");
        }

        try
        {
            Folders.MakePassage(Root);
            Folders.MakePassage(_kept);
        }
        catch (Exception refusal) when (refusal is UnauthorizedAccessException or IOException)
        {
            throw new CannotStartException($"Cannot use {Root} as the data folder: {refusal.Message} Choose another with --data.", refusal);
        }
    }

    /// <summary>Forgets what belongs to a database that is gone.</summary>
    public void Forget()
    {
        foreach (var file in new[] { SampleState, AdminKey, Keys, Secret, MasterKey, AuditKey }) File.Delete(file);
    }
}
