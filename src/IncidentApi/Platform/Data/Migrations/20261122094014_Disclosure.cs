using System;
using Microsoft.EntityFrameworkCore.Migrations;
using NpgsqlTypes;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Disclosure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "needs_verification",
                table: "organisations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "disclosures",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audience = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disclosures", x => new { x.organisation_id, x.incident_id, x.audience });
                    table.CheckConstraint("ck_disclosures_audience", "audience in ('partners', 'public')");
                });

            migrationBuilder.CreateTable(
                name: "partnerships",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_name = table.Column<string>(type: "text", nullable: false),
                    partner_name = table.Column<string>(type: "text", nullable: false),
                    visibility = table.Column<string>(type: "text", nullable: true),
                    purpose = table.Column<string>(type: "text", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<Guid>(type: "uuid", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partnerships", x => new { x.organisation_id, x.id });
                    table.CheckConstraint("ck_partnerships_other", "partner_id <> organisation_id");
                    table.CheckConstraint("ck_partnerships_visibility", "visibility in ('partners', 'public')");
                });

            migrationBuilder.CreateTable(
                name: "public_changes",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_changes", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "public_heads",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_heads", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "public_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    verification = table.Column<string>(type: "text", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    earliest = table.Column<DateOnly>(type: "date", nullable: false),
                    latest = table.Column<DateOnly>(type: "date", nullable: false),
                    surely_from = table.Column<DateOnly>(type: "date", nullable: false),
                    surely_to = table.Column<DateOnly>(type: "date", nullable: false),
                    lasting = table.Column<bool>(type: "boolean", nullable: false),
                    terms = table.Column<int[]>(type: "integer[]", nullable: false),
                    places = table.Column<int[]>(type: "integer[]", nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: true),
                    longitude = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    search = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: false),
                    brief = table.Column<string>(type: "json", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shared_changes",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_changes", x => new { x.organisation_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "shared_heads",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_heads", x => x.organisation_id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "shared_incidents",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    visibility = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    verification = table.Column<string>(type: "text", nullable: false),
                    occurred_on = table.Column<DateOnly>(type: "date", nullable: false),
                    earliest = table.Column<DateOnly>(type: "date", nullable: false),
                    latest = table.Column<DateOnly>(type: "date", nullable: false),
                    surely_from = table.Column<DateOnly>(type: "date", nullable: false),
                    surely_to = table.Column<DateOnly>(type: "date", nullable: false),
                    lasting = table.Column<bool>(type: "boolean", nullable: false),
                    terms = table.Column<int[]>(type: "integer[]", nullable: false),
                    places = table.Column<int[]>(type: "integer[]", nullable: false),
                    latitude = table.Column<double>(type: "double precision", nullable: true),
                    longitude = table.Column<double>(type: "double precision", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    search = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: false),
                    brief = table.Column<string>(type: "json", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_incidents", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "partnership_incidents",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    partnership_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_partnership_incidents", x => new { x.organisation_id, x.partnership_id, x.incident_id });
                    table.ForeignKey(
                        name: "fk_partnership_incidents_partnership",
                        columns: x => new { x.organisation_id, x.partnership_id },
                        principalTable: "partnerships",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ux_disclosures_id",
                table: "disclosures",
                column: "id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_partnership_incidents_partner",
                table: "partnership_incidents",
                columns: new[] { "partner_id", "organisation_id", "partnership_id" })
                .Annotation("Npgsql:IndexInclude", new[] { "incident_id" });

            migrationBuilder.CreateIndex(
                name: "ix_partnerships_partner",
                table: "partnerships",
                columns: new[] { "partner_id", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_public_incidents_created",
                table: "public_incidents",
                columns: new[] { "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_public_incidents_page",
                table: "public_incidents",
                columns: new[] { "occurred_on", "id" },
                descending: new bool[0])
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "created_at", "updated_at", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_public_incidents_search",
                table: "public_incidents",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_public_incidents_updated",
                table: "public_incidents",
                columns: new[] { "updated_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_shared_incidents_all",
                table: "shared_incidents",
                columns: new[] { "occurred_on", "id" },
                descending: new bool[0])
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "created_at", "updated_at", "organisation_id", "visibility" });

            migrationBuilder.CreateIndex(
                name: "ix_shared_incidents_page",
                table: "shared_incidents",
                columns: new[] { "organisation_id", "occurred_on", "id" },
                descending: new[] { false, true, true })
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "created_at", "updated_at", "visibility" });

            migrationBuilder.CreateIndex(
                name: "ix_shared_incidents_search",
                table: "shared_incidents",
                column: "search")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.Sql(SqlFiles.Read("004_disclosure.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger open_shared_change_log on organisations;
                drop function open_shared_change_log(), append_shared_change(uuid, integer, text), append_public_change(uuid, integer, text),
                    shared_incidents_matching(tsquery), name_of_organisation(uuid);
                drop policy named on organisations;
                drop policy shared on shared_incidents;
                drop view live_partnerships;
                revoke select (id, name) on organisations from incidents_search;
                """);

            migrationBuilder.DropTable(
                name: "disclosures");

            migrationBuilder.DropTable(
                name: "partnership_incidents");

            migrationBuilder.DropTable(
                name: "public_changes");

            migrationBuilder.DropTable(
                name: "public_heads");

            migrationBuilder.DropTable(
                name: "public_incidents");

            migrationBuilder.DropTable(
                name: "shared_changes");

            migrationBuilder.DropTable(
                name: "shared_heads");

            migrationBuilder.DropTable(
                name: "shared_incidents");

            migrationBuilder.DropTable(
                name: "partnerships");

            migrationBuilder.DropColumn(
                name: "needs_verification",
                table: "organisations");
        }
    }
}
