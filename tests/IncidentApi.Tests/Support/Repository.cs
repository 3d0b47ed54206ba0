using System.Reflection;

namespace IncidentApi.Tests.Support;

/// <summary>Files of the repository, as they stand in the source.</summary>
internal static class Repository
{
    public static string Root { get; } = System.IO.Path.GetFullPath(typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryRoot").Value!);

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);
}
