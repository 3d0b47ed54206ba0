namespace IncidentApi.Tests.Local;

/// <summary>What other users of the machine may do with a file.</summary>
internal static class Permissions
{
    /// <summary>Nobody but the owner may read or write it; Windows gives files the rights of their folder.</summary>
    public static void AreTheOwnersAlone(string path)
    {
        if (OperatingSystem.IsWindows()) return;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
