using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract;

/// <summary>Files of the contract that somebody looked at and agreed to; what differs from them fails.</summary>
internal static class Approval
{
    /// <summary>Set to 1, what was found becomes the approved file.</summary>
    private const string Variable = "APPROVE_CONTRACT";

    public static bool IsAsked => Environment.GetEnvironmentVariable(Variable) == "1";

    public static async Task RequireAsync(string file, string found)
    {
        var path = Repository.Path(file);
        if (IsAsked)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, found, TestContext.Current.CancellationToken);
        }

        var approved = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.True(found == approved, $"{FirstDifference(approved, found)} If clients shall see this, run the test with {Variable}=1, look at {file}, and commit it.");
    }

    private static string FirstDifference(string approved, string found)
    {
        var (old, now) = (approved.Split('\n'), found.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).FirstOrDefault(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"Line {line + 1} is «{now.ElementAtOrDefault(line)?.Trim()}»; approved is «{old.ElementAtOrDefault(line)?.Trim()}».";
    }
}
