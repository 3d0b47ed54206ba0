namespace IncidentApi.Local.Files;

/// <summary>One launcher at a time runs on a data folder. The system ends the claim with the process, however that ends.</summary>
internal sealed class FolderClaim : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _lock;

    private FolderClaim(FileStream file) => _lock = file;

    /// <summary>Claims the folder, or waits until the launcher that has it says where its service is.</summary>
    public static async Task<(FolderClaim? Claim, ReadyFile? Neighbour)> TakeAsync(DataFolder folder, CancellationToken cancellation)
    {
        while (true)
        {
            if (TryTake(folder) is { } claim) return (claim, null);
            if (ReadyFile.Read(folder.Running) is { } neighbour) return (null, neighbour);

            await Task.Delay(Pause, cancellation);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FolderClaim? TryTake(DataFolder folder)
    {
        try
        {
            var claim = new FolderClaim(new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            File.Delete(folder.Running);
            return claim;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            throw new CannotStartException($"{folder.Root} belongs to another user of this machine: choose another folder with --data.");
        }
    }
}
