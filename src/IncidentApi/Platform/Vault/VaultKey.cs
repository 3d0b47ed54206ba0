using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Platform.Vault;

/// <summary>An organisation's key, wrapped by a master key. There is one, and a second only while a rotation goes on.</summary>
internal sealed class VaultKey
{
    public Guid OrganisationId { get; set; }

    /// <summary>Counts the organisation's keys from 1; the greatest is current.</summary>
    public int Generation { get; set; }

    /// <summary>Names the master key that wraps it.</summary>
    public string MasterKeyId { get; set; } = "";

    public byte[] Wrapped { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }
}

internal sealed class VaultKeyTable : IEntityTypeConfiguration<VaultKey>
{
    public void Configure(EntityTypeBuilder<VaultKey> builder)
    {
        builder.ToTable("vault_keys").HasKey(key => new { key.OrganisationId, key.Generation }).HasName("pk_vault_keys");

        // Which master keys are in use at all, for readiness and rotation.
        builder.HasIndex(key => key.MasterKeyId).HasDatabaseName("ix_vault_keys_master");
    }
}
