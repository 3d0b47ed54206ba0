using IncidentApi.Features.Incidents.Body;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>What a redacted record has of its own, and what only the store knows.</summary>
/// <param name="Id">A random id: a UUIDv7 would tell when the record was made.</param>
/// <param name="Reference">A reference of its own.</param>
/// <param name="Version">Counts the changes that this audience could see.</param>
/// <param name="OrganisationId">Who recorded it.</param>
/// <param name="OrganisationName">The organisation's name.</param>
/// <param name="CreatedOn">The day on which the audience first got it.</param>
/// <param name="UpdatedOn">The day on which it last changed for this audience.</param>
/// <param name="InterventionKey">The secret under which keys of interventions are digested: equal keys stay equal, and tell nothing else.</param>
/// <param name="VisibleId">The id under which this audience sees the record that a relation names; null where it sees none.</param>
internal sealed record RedactionFacts(
    Guid Id, string Reference, int Version, Guid OrganisationId, string OrganisationName, DateOnly CreatedOn, DateOnly UpdatedOn,
    byte[] InterventionKey, Func<Relation, Guid?> VisibleId);
