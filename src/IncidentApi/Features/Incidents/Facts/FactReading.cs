using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>By which reading of the documents the facts were made.</summary>
internal sealed class FactReading
{
    /// <summary>The reading of this program: one more whenever <see cref="Fact"/> or <see cref="HiddenPerson"/> reads a document in another way.</summary>
    public const int Current = 5;

    public int Reading { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class FactReadingTable : IEntityTypeConfiguration<FactReading>
{
    public void Configure(EntityTypeBuilder<FactReading> builder)
    {
        builder.ToTable("fact_readings").HasKey(reading => reading.Reading).HasName("pk_fact_readings");
        builder.Property(reading => reading.Reading).ValueGeneratedNever();
    }
}
