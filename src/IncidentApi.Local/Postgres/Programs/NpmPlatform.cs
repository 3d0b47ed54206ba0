using System.Runtime.InteropServices;

namespace IncidentApi.Local.Postgres.Programs;

/// <summary>This machine's name among the packages of @embedded-postgres.</summary>
internal static class NpmPlatform
{
    /// <summary>Null where there is no package, such as on Alpine Linux, whose C library is another.</summary>
    public static string? Name
    {
        get
        {
            if (RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal)) return null;
            return System is { } system && Processor is { } processor ? $"{system}-{processor}" : null;
        }
    }

    private static string? System =>
        OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : null;

    private static string? Processor => RuntimeInformation.OSArchitecture switch
    {
        Architecture.X64 => "x64",
        Architecture.Arm64 => "arm64",
        Architecture.Arm => "arm",
        Architecture.X86 => "ia32",
        Architecture.Ppc64le => "ppc64",
        _ => null,
    };
}
