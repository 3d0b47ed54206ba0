using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Feeds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "shared_changes");

            migrationBuilder.AddColumn<long>(
                name: "mark",
                table: "public_changes",
                type: "bigint",
                nullable: false,
                defaultValueSql: "(random() * 9e18)::bigint");

            migrationBuilder.AddColumn<bool>(
                name: "lapse_noted",
                table: "partnerships",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "mark",
                table: "changes",
                type: "bigint",
                nullable: false,
                defaultValueSql: "(random() * 9e18)::bigint");

            migrationBuilder.AddColumn<string>(
                name: "type",
                table: "changes",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "partner_changes",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    mark = table.Column<long>(type: "bigint", nullable: false, defaultValueSql: "(random() * 9e18)::bigint")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_changes", x => new { x.organisation_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "partner_heads",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_heads", x => x.organisation_id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "partner_known",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partner_known", x => new { x.source_id, x.incident_id, x.organisation_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_partnerships_lapsing",
                table: "partnerships",
                column: "until",
                filter: "ended_at is null and not lapse_noted");

            migrationBuilder.Sql(SqlFiles.Read("012_feeds.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "partner_changes");

            migrationBuilder.DropTable(
                name: "partner_heads");

            migrationBuilder.DropTable(
                name: "partner_known");

            migrationBuilder.DropIndex(
                name: "ix_partnerships_lapsing",
                table: "partnerships");

            migrationBuilder.DropColumn(
                name: "mark",
                table: "public_changes");

            migrationBuilder.DropColumn(
                name: "lapse_noted",
                table: "partnerships");

            migrationBuilder.DropColumn(
                name: "mark",
                table: "changes");

            migrationBuilder.DropColumn(
                name: "type",
                table: "changes");

            migrationBuilder.CreateTable(
                name: "shared_changes",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_changes", x => new { x.organisation_id, x.position });
                });

            migrationBuilder.Sql(SqlFiles.Read("012_feeds_down.sql"));
        }
    }
}
