using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>What the run found out about the contract, for people to read after it: files in artifacts/contract.</summary>
internal static class ContractReport
{
    public static async Task WriteAsync(string name, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Repository.Path("artifacts/contract"));
        await File.WriteAllLinesAsync(Repository.Path($"artifacts/contract/{name}.txt"), lines);
    }
}
