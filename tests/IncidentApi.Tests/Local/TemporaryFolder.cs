using System.Security.Cryptography;

namespace IncidentApi.Tests.Local;

/// <summary>A folder for one test, with a short path that every user of the machine may pass through.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder()
    {
        Path = System.IO.Path.Combine(
            OperatingSystem.IsWindows() ? System.IO.Path.GetTempPath() : "/tmp",
            $"incidents-test-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
