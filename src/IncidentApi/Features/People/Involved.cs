using IncidentApi.Features.People.Identities;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.People;

/// <summary>Somebody in a record who belongs in the register: by a name in the sender's system, by an id, or because the identity is hidden.</summary>
/// <param name="At">Where in the record, as a JSON Pointer.</param>
/// <param name="Ref">The entry's name within the record.</param>
/// <param name="Disclosure">Who may see the name, by this record.</param>
internal sealed record Involved(string At, string Ref, string Disclosure)
{
    /// <summary>The entry of the register that the client names.</summary>
    public Guid? PersonId { get; init; }

    /// <summary>The entry that stood in this place in the version before.</summary>
    public Guid? Known { get; init; }

    public ExternalRef? ExternalRef { get; init; }

    public string? Label { get; init; }

    /// <summary>The names that were sent; unknown when none was.</summary>
    public Identity Names { get; init; } = Identity.Unknown;
}

/// <summary>What became of the people of a record: their entries, and the statements that make or change these.</summary>
/// <param name="Ids">The entry of each, by ref.</param>
/// <param name="Statements">They stand before the record's own, and fail when an entry was changed meanwhile.</param>
/// <param name="Audit">The entries of the audit log about them; they stand last, before the record's own.</param>
/// <param name="Hidden">The refs of those whose identity some record hides.</param>
/// <param name="Renames">Whether a name was sent that the register did not know.</param>
internal sealed record Enrolment(IReadOnlyDictionary<string, Guid> Ids, IReadOnlyList<Sql> Statements, IReadOnlyList<Sql> Audit, IReadOnlySet<string> Hidden, bool Renames)
{
    public static readonly Enrolment Nobody = new(new Dictionary<string, Guid>(), [], [], new HashSet<string>(), false);
}
