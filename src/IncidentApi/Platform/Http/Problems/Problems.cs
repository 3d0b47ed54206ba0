using System.Reflection;

namespace IncidentApi.Platform.Http;

/// <summary>
/// Every error this API can answer with, in the files beside this one: each with what it means and what to do, which its page at
/// <c>/problems/{code}</c> shows. A new error is a new entry there, and nowhere else.
/// </summary>
internal static partial class Problems
{
    private static readonly Lazy<IReadOnlyList<ProblemKind>> Kinds = new(() =>
    [
        .. typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (ProblemKind)field.GetValue(null)!)
            .OrderBy(kind => kind.Status).ThenBy(kind => kind.Code, StringComparer.Ordinal),
    ]);

    /// <summary>All of them, by status and code.</summary>
    public static IReadOnlyList<ProblemKind> All => Kinds.Value;
}
