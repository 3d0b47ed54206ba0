namespace IncidentApi.Local.Postgres;

/// <summary>Makes folders that show themselves to as few users of the machine as possible.</summary>
internal static class Folders
{
    private const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const UnixFileMode PassThrough = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>A folder that one user alone may enter (and root): the given one, else the launcher's.</summary>
    public static void MakePrivate(string path, ServerUser? owner)
    {
        // A link could have been laid there by somebody else, to have another folder changed in its place.
        if (new DirectoryInfo(path).LinkTarget is not null) throw new CannotStartException($"{path} is a link: remove it.");

        Directory.CreateDirectory(path);
        if (OperatingSystem.IsWindows()) return;

        File.SetUnixFileMode(path, Own);
        if (owner is not null) Posix.Give(path, owner.User, owner.Group);
    }

    /// <summary>
    /// A folder of the launcher's user. Where the server runs as somebody else, others may pass through it,
    /// but need not see what is in it. What a folder that was there allows otherwise stays.
    /// </summary>
    public static void MakePassage(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        if (!Directory.Exists(path)) Directory.CreateDirectory(path, Own);
        var mode = File.GetUnixFileMode(path);
        if (ServerUser.Needed is not null && !mode.HasFlag(PassThrough)) File.SetUnixFileMode(path, mode | PassThrough);
    }

    /// <summary>Deletes what an interrupted start left behind; what cannot be deleted is left to the next start.</summary>
    public static void Forget(string path, string pattern)
    {
        foreach (var left in Directory.EnumerateDirectories(path, pattern))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // A program of the interrupted start still writes there.
            }
        }
    }
}
