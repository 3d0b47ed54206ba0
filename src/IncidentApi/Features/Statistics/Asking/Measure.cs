namespace IncidentApi.Features.Statistics.Asking;

/// <summary>What a figure adds up. README.md defines each.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Unit">What one is.</param>
internal sealed record Measure(string Name, string Unit)
{
    public static readonly Measure Incidents = new("incidents", "incidents");
    public static readonly Measure Violations = new("violations", "violations");
    public static readonly Measure Victims = new("victims", "victimisations");
    public static readonly Measure People = new("people", "people");

    public static readonly IReadOnlyList<Measure> All = [Incidents, Violations, Victims, People];

    public static Measure Of(string name) => All.First(measure => measure.Name == name);

    public bool CountsRecords => this == Incidents;

    public bool CountsPeople => this == Victims || this == People;

    /// <summary>Whether a thing is one wherever it is met, so that several groups may hold it and the total is more than their sum.</summary>
    public bool IsOfDistinctThings => this == Incidents || this == People;

    /// <summary>What its buckets of time stand for.</summary>
    public string DateBasis => CountsRecords ? "when the record surely began" : "when the act surely began, or its record where the act has no dates";
}
