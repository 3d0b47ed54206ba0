using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Storage.Publishing;

/// <summary>
/// Under which id, reference and version an incident stands before an audience. Its organisation alone reads it: nobody else can join
/// the two ids. It outlives an unpublication, so that a record that is published again is the same one.
/// </summary>
internal sealed class DisclosedAs
{
    public Guid OrganisationId { get; set; }

    public Guid IncidentId { get; set; }

    /// <summary>partners or public.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Random: a UUIDv7 would tell when the record was made.</summary>
    public Guid Id { get; set; }

    public string Reference { get; set; } = "";

    public int Version { get; set; }

    /// <summary>The day of its first disclosure.</summary>
    public DateOnly Since { get; set; }

    /// <summary>Keyed digest of the redacted content: only another content makes another version.</summary>
    public byte[] Digest { get; set; } = [];
}

internal sealed class DisclosedAsTable : IEntityTypeConfiguration<DisclosedAs>
{
    public void Configure(EntityTypeBuilder<DisclosedAs> builder)
    {
        builder.ToTable("disclosures", table => table.HasCheckConstraint("ck_disclosures_audience", "audience in ('partners', 'public')"));
        builder.HasKey(row => new { row.OrganisationId, row.IncidentId, row.Audience }).HasName("pk_disclosures");
        builder.HasIndex(row => row.Id).IsUnique().HasDatabaseName("ux_disclosures_id");
    }
}
