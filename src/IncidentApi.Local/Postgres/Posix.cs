using System.Runtime.InteropServices;

namespace IncidentApi.Local.Postgres;

/// <summary>The few calls to the operating system that .NET does not offer.</summary>
internal static partial class Posix
{
    public static bool IsRoot => !OperatingSystem.IsWindows() && geteuid() == 0;

    /// <summary>The numbers of a user of this machine; null if there is no such user.</summary>
    public static (uint User, uint Group)? Find(string name)
    {
        var entry = getpwnam(name);
        if (entry == 0) return null;

        // struct passwd begins with two pointers (name, password), then the two numbers, on Linux and macOS alike.
        var user = Marshal.ReadInt32(entry, 2 * IntPtr.Size);
        var group = Marshal.ReadInt32(entry, 2 * IntPtr.Size + sizeof(int));
        return ((uint)user, (uint)group);
    }

    public static void Give(string path, uint user, uint group)
    {
        if (lchown(path, user, group) != 0) throw new IOException($"Cannot change the owner of {path}: error {Marshal.GetLastPInvokeError()}.");
    }

    /// <summary>Gives SIGINT its usual meaning back, in case whoever started this process had it ignored.</summary>
    public static void HeedInterrupts()
    {
        const int interrupt = 2, usual = 0;
        if (!OperatingSystem.IsWindows()) signal(interrupt, usual);
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getpwnam(string name);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, uint user, uint group);
}
