using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Facts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "fact_readings",
                columns: table => new
                {
                    reading = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fact_readings", x => x.reading);
                });

            migrationBuilder.CreateTable(
                name: "incident_facts",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    victim = table.Column<short>(type: "smallint", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    verification = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: true),
                    quarter = table.Column<int>(type: "integer", nullable: true),
                    month = table.Column<int>(type: "integer", nullable: true),
                    act_verification = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    also_types = table.Column<int[]>(type: "integer[]", nullable: false),
                    rights = table.Column<int[]>(type: "integer[]", nullable: false),
                    perpetrators = table.Column<int[]>(type: "integer[]", nullable: false),
                    source_kinds = table.Column<int[]>(type: "integer[]", nullable: false),
                    country = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<int>(type: "integer", nullable: true),
                    act_year = table.Column<int>(type: "integer", nullable: true),
                    act_quarter = table.Column<int>(type: "integer", nullable: true),
                    act_month = table.Column<int>(type: "integer", nullable: true),
                    acts_min = table.Column<int>(type: "integer", nullable: false),
                    acts_max = table.Column<int>(type: "integer", nullable: false),
                    acts_unknown = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    victim_kind = table.Column<string>(type: "text", nullable: true),
                    people_min = table.Column<int>(type: "integer", nullable: false),
                    people_max = table.Column<int>(type: "integer", nullable: false),
                    people_unknown = table.Column<int>(type: "integer", nullable: false),
                    organisations = table.Column<int>(type: "integer", nullable: false),
                    gender = table.Column<int>(type: "integer", nullable: true),
                    age_band = table.Column<int>(type: "integer", nullable: true),
                    at_risk = table.Column<int[]>(type: "integer[]", nullable: false),
                    defender_roles = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_facts", x => new { x.organisation_id, x.incident_id, x.act, x.victim });
                    table.ForeignKey(
                        name: "fk_incident_facts_incidents",
                        columns: x => new { x.organisation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "incident_links",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: true),
                    target_system = table.Column<string>(type: "text", nullable: true),
                    target_reference = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_links", x => new { x.organisation_id, x.incident_id, x.place });
                    table.ForeignKey(
                        name: "fk_incident_links_incidents",
                        columns: x => new { x.organisation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "public_facts",
                columns: table => new
                {
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    victim = table.Column<short>(type: "smallint", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    verification = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: true),
                    quarter = table.Column<int>(type: "integer", nullable: true),
                    month = table.Column<int>(type: "integer", nullable: true),
                    act_verification = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    also_types = table.Column<int[]>(type: "integer[]", nullable: false),
                    rights = table.Column<int[]>(type: "integer[]", nullable: false),
                    perpetrators = table.Column<int[]>(type: "integer[]", nullable: false),
                    source_kinds = table.Column<int[]>(type: "integer[]", nullable: false),
                    country = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<int>(type: "integer", nullable: true),
                    act_year = table.Column<int>(type: "integer", nullable: true),
                    act_quarter = table.Column<int>(type: "integer", nullable: true),
                    act_month = table.Column<int>(type: "integer", nullable: true),
                    acts_min = table.Column<int>(type: "integer", nullable: false),
                    acts_max = table.Column<int>(type: "integer", nullable: false),
                    acts_unknown = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    victim_kind = table.Column<string>(type: "text", nullable: true),
                    people_min = table.Column<int>(type: "integer", nullable: false),
                    people_max = table.Column<int>(type: "integer", nullable: false),
                    people_unknown = table.Column<int>(type: "integer", nullable: false),
                    organisations = table.Column<int>(type: "integer", nullable: false),
                    gender = table.Column<int>(type: "integer", nullable: true),
                    age_band = table.Column<int>(type: "integer", nullable: true),
                    at_risk = table.Column<int[]>(type: "integer[]", nullable: false),
                    defender_roles = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_facts", x => new { x.incident_id, x.act, x.victim });
                    table.ForeignKey(
                        name: "fk_public_facts_incidents",
                        column: x => x.incident_id,
                        principalTable: "public_incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "public_links",
                columns: table => new
                {
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: true),
                    target_system = table.Column<string>(type: "text", nullable: true),
                    target_reference = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_links", x => new { x.incident_id, x.place });
                    table.ForeignKey(
                        name: "fk_public_links_incidents",
                        column: x => x.incident_id,
                        principalTable: "public_incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shared_facts",
                columns: table => new
                {
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    victim = table.Column<short>(type: "smallint", nullable: false),
                    visibility = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    verification = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: true),
                    quarter = table.Column<int>(type: "integer", nullable: true),
                    month = table.Column<int>(type: "integer", nullable: true),
                    act_verification = table.Column<string>(type: "text", nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    also_types = table.Column<int[]>(type: "integer[]", nullable: false),
                    rights = table.Column<int[]>(type: "integer[]", nullable: false),
                    perpetrators = table.Column<int[]>(type: "integer[]", nullable: false),
                    source_kinds = table.Column<int[]>(type: "integer[]", nullable: false),
                    country = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<int>(type: "integer", nullable: true),
                    act_year = table.Column<int>(type: "integer", nullable: true),
                    act_quarter = table.Column<int>(type: "integer", nullable: true),
                    act_month = table.Column<int>(type: "integer", nullable: true),
                    acts_min = table.Column<int>(type: "integer", nullable: false),
                    acts_max = table.Column<int>(type: "integer", nullable: false),
                    acts_unknown = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    victim_kind = table.Column<string>(type: "text", nullable: true),
                    people_min = table.Column<int>(type: "integer", nullable: false),
                    people_max = table.Column<int>(type: "integer", nullable: false),
                    people_unknown = table.Column<int>(type: "integer", nullable: false),
                    organisations = table.Column<int>(type: "integer", nullable: false),
                    gender = table.Column<int>(type: "integer", nullable: true),
                    age_band = table.Column<int>(type: "integer", nullable: true),
                    at_risk = table.Column<int[]>(type: "integer[]", nullable: false),
                    defender_roles = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_facts", x => new { x.incident_id, x.act, x.victim });
                    table.ForeignKey(
                        name: "fk_shared_facts_incidents",
                        column: x => x.incident_id,
                        principalTable: "shared_incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shared_links",
                columns: table => new
                {
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    visibility = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: true),
                    target_system = table.Column<string>(type: "text", nullable: true),
                    target_reference = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_links", x => new { x.incident_id, x.place });
                    table.ForeignKey(
                        name: "fk_shared_links_incidents",
                        column: x => x.incident_id,
                        principalTable: "shared_incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_incident_facts_figures",
                table: "incident_facts",
                columns: new[] { "organisation_id", "country", "type", "month" })
                .Annotation("Npgsql:IndexInclude", new[] { "incident_id", "kind", "status", "verification", "year", "act_year", "act_month", "acts_min", "acts_max", "acts_unknown", "people_min", "people_max", "people_unknown" });

            migrationBuilder.CreateIndex(
                name: "ix_public_facts_figures",
                table: "public_facts",
                columns: new[] { "country", "type", "month" })
                .Annotation("Npgsql:IndexInclude", new[] { "incident_id", "kind", "status", "verification", "year", "act_year", "act_month", "acts_min", "acts_max", "acts_unknown", "people_min", "people_max", "people_unknown", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_shared_facts_figures",
                table: "shared_facts",
                columns: new[] { "organisation_id", "country", "type", "month" })
                .Annotation("Npgsql:IndexInclude", new[] { "incident_id", "kind", "status", "verification", "year", "act_year", "act_month", "acts_min", "acts_max", "acts_unknown", "people_min", "people_max", "people_unknown", "visibility" });

            migrationBuilder.Sql(SqlFiles.Read("006_facts.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "fact_readings");

            migrationBuilder.DropTable(
                name: "incident_facts");

            migrationBuilder.DropTable(
                name: "incident_links");

            migrationBuilder.DropTable(
                name: "public_facts");

            migrationBuilder.DropTable(
                name: "public_links");

            migrationBuilder.DropTable(
                name: "shared_facts");

            migrationBuilder.DropTable(
                name: "shared_links");
        }
    }
}
