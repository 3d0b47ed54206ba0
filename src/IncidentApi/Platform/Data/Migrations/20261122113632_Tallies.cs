using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Tallies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_incident_facts_figures",
                table: "incident_facts");

            migrationBuilder.AddColumn<bool>(
                name: "alone",
                table: "incident_facts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "incident_tallies",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    country = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    quarter = table.Column<int>(type: "integer", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    verification = table.Column<string>(type: "text", nullable: false),
                    incidents = table.Column<long>(type: "bigint", nullable: false),
                    acts_min = table.Column<long>(type: "bigint", nullable: false),
                    acts_max = table.Column<long>(type: "bigint", nullable: false),
                    acts_unknown = table.Column<long>(type: "bigint", nullable: false),
                    people_min = table.Column<long>(type: "bigint", nullable: false),
                    people_max = table.Column<long>(type: "bigint", nullable: false),
                    people_unknown = table.Column<long>(type: "bigint", nullable: false),
                    organisations = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_tallies", x => new { x.organisation_id, x.country, x.type, x.year, x.quarter, x.month, x.kind, x.status, x.verification });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateIndex(
                name: "ix_incident_facts_figures",
                table: "incident_facts",
                columns: new[] { "organisation_id", "country", "type", "month" })
                .Annotation("Npgsql:IndexInclude", new[] { "incident_id", "kind", "status", "verification", "year", "act_year", "act_month", "acts_min", "acts_max", "acts_unknown", "people_min", "people_max", "people_unknown", "alone" });

            migrationBuilder.Sql(SqlFiles.Read("010_tallies.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger tally_added on incident_facts; drop trigger tally_removed on incident_facts; drop function tally_facts();");

            migrationBuilder.DropTable(
                name: "incident_tallies");

            migrationBuilder.DropIndex(
                name: "ix_incident_facts_figures",
                table: "incident_facts");

            migrationBuilder.DropColumn(
                name: "alone",
                table: "incident_facts");

            migrationBuilder.CreateIndex(
                name: "ix_incident_facts_figures",
                table: "incident_facts",
                columns: new[] { "organisation_id", "country", "type", "month" })
                .Annotation("Npgsql:IndexInclude", new[] { "incident_id", "kind", "status", "verification", "year", "act_year", "act_month", "acts_min", "acts_max", "acts_unknown", "people_min", "people_max", "people_unknown" });
        }
    }
}
