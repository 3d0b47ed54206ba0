namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>Where a record may stand, and the steps between, as a table.</summary>
internal static class Statuses
{
    public const string Draft = "draft";
    public const string Submitted = "submitted";
    public const string Returned = "returned";
    public const string Published = "published";
    public const string Withdrawn = "withdrawn";

    private static readonly Dictionary<string, string[]> Steps = new()
    {
        [Draft] = [Submitted, Withdrawn],
        [Submitted] = [Published, Returned, Withdrawn],
        [Returned] = [Submitted, Withdrawn],
        [Published] = [Returned, Withdrawn],
        [Withdrawn] = [Draft],
    };

    public static IReadOnlyList<string> After(string status) => Steps[status];

    /// <summary>Steps that judge somebody's work, or bring back what was taken away.</summary>
    public static bool NeedsReview(string from, string to) => to is Published or Returned || from == Withdrawn;
}
