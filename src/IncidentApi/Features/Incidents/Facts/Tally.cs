using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>
/// The sums of an organisation's records that are one act alone, by what they have in common: what the usual figures are made of, without reading the
/// facts. A trigger on the facts keeps it, once a statement, so it cannot differ from them.
/// </summary>
internal sealed class Tally
{
    public Guid OrganisationId { get; set; }

    public int Country { get; set; }

    public int Type { get; set; }

    /// <summary>As in the facts; 0 where it did not surely begin in one.</summary>
    public int Year { get; set; }

    /// <summary>As in the facts; 0 where it did not surely begin in one.</summary>
    public int Quarter { get; set; }

    /// <summary>As in the facts; 0 where it did not surely begin in one.</summary>
    public int Month { get; set; }

    public string Kind { get; set; } = "";

    public string Status { get; set; } = "";

    public string Verification { get; set; } = "";

    public long Incidents { get; set; }

    public long ActsMin { get; set; }

    public long ActsMax { get; set; }

    public long ActsUnknown { get; set; }

    public long PeopleMin { get; set; }

    public long PeopleMax { get; set; }

    public long PeopleUnknown { get; set; }

    public long Organisations { get; set; }
}

internal sealed class TallyTable : IEntityTypeConfiguration<Tally>
{
    public void Configure(EntityTypeBuilder<Tally> builder)
    {
        builder.ToTable("incident_tallies").HasKey(tally => new
        {
            tally.OrganisationId,
            tally.Country,
            tally.Type,
            tally.Year,
            tally.Quarter,
            tally.Month,
            tally.Kind,
            tally.Status,
            tally.Verification,
        }).HasName("pk_incident_tallies");

        // Room on the page for the next version of a row that many writes update.
        builder.HasStorageParameter("fillfactor", 70);
    }
}
