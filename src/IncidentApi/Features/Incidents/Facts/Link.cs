namespace IncidentApi.Features.Incidents.Facts;

/// <summary>A relation that decides what counts beside what: a part and its whole, two records of the same event.</summary>
internal sealed record Link(string Type, Guid? TargetId, string? TargetSystem, string? TargetReference)
{
    public static readonly string[] Types = ["part_of", "same_event"];

    /// <summary>Those of a record that counts. Nothing is its own part.</summary>
    public static IReadOnlyList<Link> Of(Incident incident) =>
    [
        .. (Fact.Of(incident).Count > 0 ? incident.Related ?? [] : []).Where(relation => Types.Contains(relation.Type))
            .Select(relation => new Link(relation.Type!, relation.Id is { } id ? Guid.Parse(id) : null, relation.ExternalRef?.System, relation.ExternalRef?.Id))
            .Where(link => link.TargetId is { } id ? id != incident.Id : link.TargetSystem != incident.ExternalRef?.System || link.TargetReference != incident.ExternalRef?.Id)
            .Distinct(),
    ];
}
