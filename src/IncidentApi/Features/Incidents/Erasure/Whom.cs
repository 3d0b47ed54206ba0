using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.People.Names;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>Whose name is to be taken out of a record's versions.</summary>
/// <param name="Ids">The person's entries in the register.</param>
/// <param name="Refs">The refs of the person in this record, for versions that did not know the register.</param>
/// <param name="Names">What the person is called, as far as it is known.</param>
internal sealed record Whom(IReadOnlyList<Guid> Ids, IReadOnlyList<string> Refs, IReadOnlyList<string> Names)
{
    public static IEnumerable<string> NamesOf(Involvement person) => (person.Aliases ?? []).Concat(person.Name is null ? [] : [person.Name]);

    /// <summary>One form for a name in whichever spelling, case and order of its words.</summary>
    public static string FormOf(string name) => string.Join(' ', NameForms.TokensOf(name).Select(token => token.Stem).Distinct().Order(StringComparer.Ordinal));

    // Names go into no log.
    public override string ToString() => string.Join(", ", Ids);
}
