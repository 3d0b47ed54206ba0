using System.Security.Cryptography;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Clients;

/// <summary>
/// A client that was generated from the running service by the command that partners are told to type, in a folder of its own beside
/// the story that uses it.
/// </summary>
/// <param name="name">Its folder below tests/generated-clients.</param>
/// <param name="heading">Where the command stands in the guide; null for a folder with the packages alone.</param>
public abstract class GeneratedClient(Api api, string name, string? heading) : IAsyncLifetime
{
    private const string Sources = "tests/generated-clients";

    private static readonly Lazy<Task<string>> Packages = new(() => NodePackages.InstalledAsync(Sources));

    public string Folder { get; private set; } = "";

    internal Api Api => api;

    /// <summary>Files of the repository that stand beside the generated code.</summary>
    protected abstract IReadOnlyList<string> Kept { get; }

    public virtual async ValueTask InitializeAsync()
    {
        Folder = Path.Combine(await Packages.Value, $"{name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        Directory.CreateDirectory(Folder);
        foreach (var file in Kept) File.Copy(Repository.Path(file), Path.Combine(Folder, Path.GetFileName(file)));
        if (heading is not null) await RunAsync(PartnerGuide.Blocks(heading, "sh")[0]);
    }

    internal string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    internal void Keep(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    internal Task<string> RunAsync(string lines, params (string Name, string Value)[] variables) =>
        Shell.RunAsync(lines, Folder, variables.Append(("API", api.Address.ToString().TrimEnd('/'))).ToDictionary());

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
