using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>That something was taken out of a stored version: where it stood, when, by which key and why. Never what it was.</summary>
internal sealed class ErasedText
{
    public Guid OrganisationId { get; set; }

    public Guid IncidentId { get; set; }

    /// <summary>The version that held it.</summary>
    public int Version { get; set; }

    /// <summary>The version that was written when it was taken out.</summary>
    public int ErasedIn { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid By { get; set; }

    public string Reason { get; set; } = "";

    public string[] Pointers { get; set; } = [];
}

internal sealed class ErasedTextTable : IEntityTypeConfiguration<ErasedText>
{
    public void Configure(EntityTypeBuilder<ErasedText> builder) => builder.ToTable("erasures")
        .HasKey(erased => new { erased.OrganisationId, erased.IncidentId, erased.Version, erased.ErasedIn }).HasName("pk_erasures");
}
