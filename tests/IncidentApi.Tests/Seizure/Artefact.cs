namespace IncidentApi.Tests.Seizure;

/// <summary>What somebody carries away: files.</summary>
internal sealed class Artefact(params IReadOnlyList<string> paths)
{
    /// <summary>The canaries that can be read in it, each with the files in which it stands.</summary>
    public Dictionary<Canary, List<string>> Find(IEnumerable<Canary> canaries)
    {
        var wanted = canaries.ToList();
        Assert.NotEmpty(wanted);
        var found = wanted.ToDictionary(canary => canary, _ => new List<string>());
        var read = 0L;
        foreach (var file in Files())
        {
            var bytes = Read(file);
            read += bytes.Length;
            foreach (var canary in wanted.Where(canary => canary.Forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0))) found[canary].Add(file);
        }

        Assert.True(read > 0, $"There is nothing in {string.Join(", ", paths)}.");
        return found;
    }

    /// <summary>Fails unless every one of these can be read: whoever says what is safe has to say what is not.</summary>
    public void Surrenders(IEnumerable<Canary> canaries) => Assert.Empty(Find(canaries).Where(found => found.Value.Count == 0).Select(found => $"{found.Key} is not there"));

    /// <summary>Fails if any of these can be read.</summary>
    public void Keeps(IEnumerable<Canary> canaries) => Assert.Empty(Find(canaries).Where(found => found.Value.Count > 0).Select(found => $"{found.Key} stands in {string.Join(", ", found.Value)}"));

    public IEnumerable<string> Files() => paths.SelectMany(path => Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [path]);

    private static byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (FileNotFoundException)
        {
            // The server at work took it away.
            return [];
        }
        catch (IOException) when (!File.GetAttributes(file).HasFlag(FileAttributes.Normal))
        {
            // A socket.
            return [];
        }
    }
}
