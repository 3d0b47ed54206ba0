namespace IncidentApi.Local.Postgres;

/// <summary>
/// The user of the machine as whom PostgreSQL runs. It refuses to run as root, so a launcher started by root
/// lends it another user; an ordinary user runs it as themselves.
/// </summary>
internal sealed record ServerUser(string Name, uint User, uint Group)
{
    private static readonly string[] Candidates = ["postgres", "_postgres", "nobody", "daemon", "bin", "www-data"];

    private static readonly Lazy<ServerUser?> Chosen = new(() => Posix.IsRoot ? Choose() : null);

    /// <summary>The user to switch to; null when the launcher's own user will do.</summary>
    public static ServerUser? Needed => Chosen.Value;

    private static ServerUser Choose()
    {
        foreach (var name in Candidates)
        {
            if (Posix.Find(name) is { User: not 0 } found) return new ServerUser(name, found.User, found.Group);
        }

        throw new CannotStartException("PostgreSQL refuses to run as root, and this machine has no other user to run it as. "
            + "Make one with: useradd --system postgres");
    }
}
