using System.Security.Cryptography;

namespace IncidentApi.Local.Files;

/// <summary>Writes small files that hold secrets: only their owner may read them, and they are there whole or not at all.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string text)
    {
        var unfinished = $"{path}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        try
        {
            using (var file = new FileStream(unfinished, options))
            {
                using (var writer = new StreamWriter(file, leaveOpen: true)) writer.Write(text);

                // The name must not reach the disk before what it names.
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
