using IncidentApi.Platform.Data;
using IncidentApi.Platform.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.People.Storage;

internal sealed class PersonTable : IEntityTypeConfiguration<Person>
{
    // Violations are told apart by these names.
    public const string PrimaryKey = "pk_people";
    public const string UniqueExternalRef = "ux_people_external_ref";

    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("people", table =>
        {
            table.HasCheckConstraint("ck_people_disclosure", "disclosure in ('public', 'partners', 'organisation', 'vault')");
            table.HasCheckConstraint("ck_people_sealed", "(disclosure <> 'vault' or (name is null and aliases = '{}')) and (erased_at is null or (name is null and aliases = '{}' and identity is null))");
        });
        builder.HasKey(person => new { person.OrganisationId, person.Id }).HasName(PrimaryKey);
        builder.Property(person => person.Version).IsConcurrencyToken();
        builder.HasIndex(person => new { person.OrganisationId, person.ExternalSystem, person.ExternalId }).IsUnique()
            .HasFilter("external_id is not null").HasDatabaseName(UniqueExternalRef);
        builder.HasIndex(person => new { person.OrganisationId, person.MergedInto }).HasFilter("merged_into is not null").HasDatabaseName("ix_people_merged");
        builder.HasOne<Person>().WithMany().HasForeignKey(person => new { person.OrganisationId, person.MergedInto })
            .OnDelete(DeleteBehavior.Restrict).HasConstraintName("fk_people_merged");
    }
}

internal sealed class PersonPartTables : IEntityTypeConfiguration<PersonKey>, IEntityTypeConfiguration<PersonName>,
    IEntityTypeConfiguration<PersonPlace>, IEntityTypeConfiguration<PersonChange>, IEntityTypeConfiguration<IdentityGrant>, IEntityTypeConfiguration<IdentityRead>
{
    // A rotation deletes the key that a writer still used: these say so, and the writer tries again with the next one.
    public const string KeyOfKey = "fk_person_keys_vault";
    public const string KeyOfName = "fk_person_names_vault";
    public const string UniqueChange = "pk_person_changes";

    public void Configure(EntityTypeBuilder<PersonKey> builder)
    {
        builder.ToTable("person_keys").HasKey(key => new { key.OrganisationId, key.PersonId }).HasName("pk_person_keys");
        builder.HasOne<Person>().WithOne().HasForeignKey<PersonKey>(key => new { key.OrganisationId, key.PersonId }).HasConstraintName("fk_person_keys_person");
        builder.HasOne<VaultKey>().WithMany().HasForeignKey(key => new { key.OrganisationId, key.Generation }).OnDelete(DeleteBehavior.Restrict).HasConstraintName(KeyOfKey);
        builder.HasIndex(key => new { key.OrganisationId, key.Generation }).HasDatabaseName("ix_person_keys_generation");
    }

    public void Configure(EntityTypeBuilder<PersonName> builder)
    {
        builder.ToTable("person_names").HasKey(name => new { name.OrganisationId, name.Mac, name.PersonId }).HasName("pk_person_names");
        builder.HasOne<Person>().WithMany().HasForeignKey(name => new { name.OrganisationId, name.PersonId }).HasConstraintName("fk_person_names_person");
        builder.HasOne<VaultKey>().WithMany().HasForeignKey(name => new { name.OrganisationId, name.Generation }).OnDelete(DeleteBehavior.Restrict).HasConstraintName(KeyOfName);
        builder.HasIndex(name => new { name.OrganisationId, name.PersonId }).HasDatabaseName("ix_person_names_person");
        builder.HasIndex(name => new { name.OrganisationId, name.Generation }).HasDatabaseName("ix_person_names_generation");
    }

    public void Configure(EntityTypeBuilder<PersonPlace> builder)
    {
        builder.ToTable("person_places").HasKey(place => new { place.OrganisationId, place.PersonId, place.IncidentId, place.Ref }).HasName("pk_person_places");
        builder.HasOne<Person>().WithMany().HasForeignKey(place => new { place.OrganisationId, place.PersonId }).HasConstraintName("fk_person_places_person");
        builder.HasIndex(place => new { place.OrganisationId, place.IncidentId }).HasDatabaseName("ix_person_places_incident");
    }

    public void Configure(EntityTypeBuilder<PersonChange> builder)
    {
        builder.ToTable("person_changes").HasKey(change => new { change.OrganisationId, change.PersonId, change.Version }).HasName(UniqueChange);
        builder.HasOne<Person>().WithMany().HasForeignKey(change => new { change.OrganisationId, change.PersonId }).HasConstraintName("fk_person_changes_person");
    }

    public void Configure(EntityTypeBuilder<IdentityGrant> builder)
    {
        builder.ToTable("identity_grants").HasKey(grant => new { grant.OrganisationId, grant.PersonId, grant.KeyId }).HasName("pk_identity_grants");
        builder.HasOne<Person>().WithMany().HasForeignKey(grant => new { grant.OrganisationId, grant.PersonId }).HasConstraintName("fk_identity_grants_person");
    }

    public void Configure(EntityTypeBuilder<IdentityRead> builder)
    {
        builder.ToTable("identity_reads").HasKey(read => new { read.OrganisationId, read.Id }).HasName("pk_identity_reads");
        builder.HasIndex(read => new { read.OrganisationId, read.KeyId, read.At }).HasDatabaseName("ix_identity_reads_key");
    }
}

internal static class PersonSets
{
    extension(IncidentDb db)
    {
        public DbSet<Person> People => db.Set<Person>();

        public DbSet<PersonChange> PersonChanges => db.Set<PersonChange>();
    }
}
