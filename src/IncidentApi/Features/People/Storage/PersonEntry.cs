using IncidentApi.Features.People.Identities;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Vault;
using Npgsql;

namespace IncidentApi.Features.People.Storage;

/// <summary>An entry of the register as it is stored: its names in the clear, or sealed.</summary>
internal sealed record PersonEntry(Guid Id)
{
    public static Sql Columns =>
        $"p.id, p.version, p.external_system, p.external_id, p.label, p.disclosure, p.name, p.aliases, p.identity, p.merged_into, p.erased_at, p.created_at, p.updated_at, k.generation, k.wrapped";

    /// <summary>0 until it is stored.</summary>
    public int Version { get; init; }

    public ExternalRef? ExternalRef { get; init; }

    public string? Label { get; init; }

    public string Disclosure { get; init; } = "public";

    /// <summary>The names that stand in the clear.</summary>
    public Identity Open { get; init; } = Identity.Unknown;

    public SealedIdentity? Sealed { get; init; }

    public Guid? MergedInto { get; init; }

    public DateTimeOffset? ErasedAt { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    public bool IsHidden => Disclosure == Disclosures.Vault;

    /// <summary>The names, opened where they are sealed. Rows that were changed or moved are named, and nothing of them is served.</summary>
    public Identity Names(OrganisationKeys? keys) => Sealed is null ? Open : Sealed.Open(Id, keys!)
        ?? throw new ProblemException(Problems.IdentityDamaged.With($"The sealed identity of the person {Id} does not open: a row of it was changed, moved or lost."));

    public static PersonEntry Read(NpgsqlDataReader row) => new(row.GetGuid(0))
    {
        Version = row.GetInt32(1),
        ExternalRef = row.IsDBNull(3) ? null : new ExternalRef { System = row.GetString(2), Id = row.GetString(3) },
        Label = row.IsDBNull(4) ? null : row.GetString(4),
        Disclosure = row.GetString(5),
        Open = new Identity(row.IsDBNull(6) ? null : row.GetString(6), row.GetFieldValue<string[]>(7)),
        Sealed = row.IsDBNull(8) ? null : new SealedIdentity(row.GetFieldValue<byte[]>(8), row.IsDBNull(14) ? [] : row.GetFieldValue<byte[]>(14), row.IsDBNull(13) ? 0 : row.GetInt32(13)),
        MergedInto = row.IsDBNull(9) ? null : row.GetGuid(9),
        ErasedAt = row.IsDBNull(10) ? null : row.GetFieldValue<DateTimeOffset>(10),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(11),
        UpdatedAt = row.GetFieldValue<DateTimeOffset>(12),
    };
}
