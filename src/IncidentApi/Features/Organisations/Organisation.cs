using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Organisations;

/// <summary>An NGO, a newsroom, a network: whoever records incidents and owns the records.</summary>
internal sealed class Organisation
{
    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    /// <summary>The language of records that do not name theirs.</summary>
    public string Language { get; set; } = "en";

    /// <summary>Whether another person must verify or publish a record than the one who wrote it.</summary>
    public bool NeedsSecondPerson { get; set; }

    /// <summary>Whether only what is corroborated or verified may be shown to others.</summary>
    public bool NeedsVerification { get; set; }

    /// <summary>Keyed hash of the code that replaces a lost admin key.</summary>
    public byte[] RecoveryMac { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A key of an organisation. The key itself is shown once; only its keyed hash is kept.</summary>
internal sealed class ApiKey
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public byte[] Mac { get; set; } = [];

    public string? Role { get; set; }

    public string[] Scopes { get; set; } = [];

    /// <summary>Networks from which it may be used (CIDR); empty for any.</summary>
    public string[] Networks { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public Guid? CreatedBy { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>The last day of its use; no finer, so that it tells nothing of when people work.</summary>
    public DateOnly? LastUsedOn { get; set; }
}

/// <summary>A key of whoever runs the server: makes organisations, sees no incident.</summary>
internal sealed class OperatorKey
{
    public byte[] Mac { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class OrganisationTables :
    IEntityTypeConfiguration<Organisation>, IEntityTypeConfiguration<ApiKey>, IEntityTypeConfiguration<OperatorKey>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations").HasKey(organisation => organisation.Id).HasName("pk_organisations");

        // Found by a recovery code alone; a hash of 256 random bits tells nobody anything about another organisation.
        builder.HasIndex(organisation => new { organisation.RecoveryMac, organisation.Id }).IsUnique().HasDatabaseName("ux_organisations_recovery");
    }

    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys").HasKey(key => new { key.OrganisationId, key.Id }).HasName("pk_api_keys");
        builder.HasOne<Organisation>().WithMany().HasForeignKey(key => key.OrganisationId).OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_api_keys_organisation");

        // Found by the key alone; unique keys always hold the organisation.
        builder.HasIndex(key => new { key.Mac, key.OrganisationId }).IsUnique().HasDatabaseName("ux_api_keys_mac");
    }

    public void Configure(EntityTypeBuilder<OperatorKey> builder) =>
        builder.ToTable("operator_keys").HasKey(key => key.Mac).HasName("pk_operator_keys");
}

internal static class OrganisationSets
{
    extension(Platform.Data.IncidentDb db)
    {
        public DbSet<Organisation> Organisations => db.Set<Organisation>();

        public DbSet<ApiKey> ApiKeys => db.Set<ApiKey>();

        public DbSet<OperatorKey> OperatorKeys => db.Set<OperatorKey>();
    }
}
