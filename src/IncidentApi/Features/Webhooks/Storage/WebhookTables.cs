using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Webhooks.Storage;

internal sealed class WebhookTables : IEntityTypeConfiguration<WebhookRow>, IEntityTypeConfiguration<WebhookEventRow>, IEntityTypeConfiguration<WebhookAttemptRow>,
    IEntityTypeConfiguration<WebhookMatchRow>
{
    public void Configure(EntityTypeBuilder<WebhookRow> builder)
    {
        builder.ToTable("webhooks", table =>
        {
            table.HasCheckConstraint("ck_webhooks_scope", "scope in ('own', 'shared', 'public')");
            table.HasCheckConstraint("ck_webhooks_disabled", "is_enabled = (disabled_reason is null)");
        });
        builder.HasKey(row => new { row.OrganisationId, row.Id }).HasName("pk_webhooks");
    }

    public void Configure(EntityTypeBuilder<WebhookEventRow> builder)
    {
        builder.ToTable("webhook_events", table => table.HasCheckConstraint("ck_webhook_events_status", "status in ('waiting', 'delivered', 'dead')"));
        builder.HasKey(row => new { row.OrganisationId, row.Id }).HasName("pk_webhook_events");
        builder.HasOne<WebhookRow>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.WebhookId }).HasConstraintName("fk_webhook_events_webhook").OnDelete(DeleteBehavior.Cascade);

        // What is to be done; what stands before an event of the same record; a list of deliveries, newest first.
        builder.HasIndex(row => new { row.OrganisationId, row.WebhookId, row.DueAt }).HasFilter("status = 'waiting'").HasDatabaseName("ix_webhook_events_due");
        builder.HasIndex(row => new { row.OrganisationId, row.WebhookId, row.IncidentId, row.Position }).HasFilter("status = 'waiting'").HasDatabaseName("ix_webhook_events_order");
        builder.HasIndex(row => new { row.OrganisationId, row.WebhookId, row.Id }).HasDatabaseName("ix_webhook_events_list");

        // One place of a log makes one event, whoever matches it how often.
        builder.HasIndex(row => new { row.OrganisationId, row.WebhookId, row.Position }).IsUnique().HasDatabaseName("ix_webhook_events_position");
        builder.HasIndex(row => row.KeptUntil).HasDatabaseName("ix_webhook_events_kept_until");
        builder.HasStorageParameter("fillfactor", 80);
    }

    public void Configure(EntityTypeBuilder<WebhookAttemptRow> builder)
    {
        builder.ToTable("webhook_attempts");
        builder.HasKey(row => new { row.OrganisationId, row.EventId, row.Number }).HasName("pk_webhook_attempts");
        builder.HasOne<WebhookEventRow>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.EventId }).HasConstraintName("fk_webhook_attempts_event").OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<WebhookMatchRow> builder)
    {
        builder.ToTable("webhook_matches");
        builder.HasKey(row => new { row.OrganisationId, row.WebhookId, row.IncidentId }).HasName("pk_webhook_matches");
        builder.HasOne<WebhookRow>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.WebhookId }).HasConstraintName("fk_webhook_matches_webhook").OnDelete(DeleteBehavior.Cascade);
    }
}
