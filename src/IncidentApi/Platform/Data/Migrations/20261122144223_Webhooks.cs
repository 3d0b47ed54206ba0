using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Webhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "webhooks",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked = table.Column<byte[]>(type: "bytea", nullable: false),
                    events = table.Column<string[]>(type: "text[]", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false),
                    is_filtered = table.Column<bool>(type: "boolean", nullable: false),
                    includes_document = table.Column<bool>(type: "boolean", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    previous_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    mark = table.Column<long>(type: "bigint", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    disabled_reason = table.Column<string>(type: "text", nullable: true),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paused_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhooks", x => new { x.organisation_id, x.id });
                    table.CheckConstraint("ck_webhooks_disabled", "is_enabled = (disabled_reason is null)");
                    table.CheckConstraint("ck_webhooks_scope", "scope in ('own', 'shared', 'public')");
                });

            migrationBuilder.CreateTable(
                name: "webhook_events",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: true),
                    position = table.Column<long>(type: "bigint", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    claim = table.Column<Guid>(type: "uuid", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    kept_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_events", x => new { x.organisation_id, x.id });
                    table.CheckConstraint("ck_webhook_events_status", "status in ('waiting', 'delivered', 'dead')");
                    table.ForeignKey(
                        name: "fk_webhook_events_webhook",
                        columns: x => new { x.organisation_id, x.webhook_id },
                        principalTable: "webhooks",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "webhook_matches",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_matches", x => new { x.organisation_id, x.webhook_id, x.incident_id });
                    table.ForeignKey(
                        name: "fk_webhook_matches_webhook",
                        columns: x => new { x.organisation_id, x.webhook_id },
                        principalTable: "webhooks",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "webhook_attempts",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    milliseconds = table.Column<int>(type: "integer", nullable: false),
                    http_status = table.Column<int>(type: "integer", nullable: true),
                    error = table.Column<string>(type: "text", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_attempts", x => new { x.organisation_id, x.event_id, x.number });
                    table.ForeignKey(
                        name: "fk_webhook_attempts_event",
                        columns: x => new { x.organisation_id, x.event_id },
                        principalTable: "webhook_events",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_events_due",
                table: "webhook_events",
                columns: new[] { "organisation_id", "webhook_id", "due_at" },
                filter: "status = 'waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_events_kept_until",
                table: "webhook_events",
                column: "kept_until");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_events_list",
                table: "webhook_events",
                columns: new[] { "organisation_id", "webhook_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_webhook_events_order",
                table: "webhook_events",
                columns: new[] { "organisation_id", "webhook_id", "incident_id", "position" },
                filter: "status = 'waiting'");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_events_position",
                table: "webhook_events",
                columns: new[] { "organisation_id", "webhook_id", "position" },
                unique: true);

            migrationBuilder.Sql(SqlFiles.Read("013_webhooks.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop policy search on heads; drop policy search on partner_heads; drop policy search on public_heads; drop function webhooks_behind(), webhooks_due(timestamptz), forget_webhook_events(); revoke select (organisation_id, position) on heads, partner_heads from incidents_search; revoke select (id, position) on public_heads from incidents_search;");

            migrationBuilder.DropTable(
                name: "webhook_attempts");

            migrationBuilder.DropTable(
                name: "webhook_matches");

            migrationBuilder.DropTable(
                name: "webhook_events");

            migrationBuilder.DropTable(
                name: "webhooks");
        }
    }
}
