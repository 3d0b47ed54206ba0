using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Detentions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "incident_detentions",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    victim = table.Column<short>(type: "smallint", nullable: false),
                    begun_from = table.Column<DateOnly>(type: "date", nullable: true),
                    begun_by = table.Column<DateOnly>(type: "date", nullable: true),
                    held_until = table.Column<DateOnly>(type: "date", nullable: true),
                    over_by = table.Column<DateOnly>(type: "date", nullable: true),
                    confirmed_by = table.Column<DateOnly>(type: "date", nullable: true),
                    place = table.Column<string>(type: "text", nullable: true),
                    charges = table.Column<string[]>(type: "text[]", nullable: false),
                    counsel_access = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_incident_detentions", x => new { x.organisation_id, x.incident_id, x.act, x.victim });
                    table.ForeignKey(
                        name: "fk_incident_detentions_incidents",
                        columns: x => new { x.organisation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "public_detentions",
                columns: table => new
                {
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    victim = table.Column<short>(type: "smallint", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    begun_from = table.Column<DateOnly>(type: "date", nullable: true),
                    begun_by = table.Column<DateOnly>(type: "date", nullable: true),
                    held_until = table.Column<DateOnly>(type: "date", nullable: true),
                    over_by = table.Column<DateOnly>(type: "date", nullable: true),
                    confirmed_by = table.Column<DateOnly>(type: "date", nullable: true),
                    place = table.Column<string>(type: "text", nullable: true),
                    charges = table.Column<string[]>(type: "text[]", nullable: false),
                    counsel_access = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_detentions", x => new { x.incident_id, x.act, x.victim });
                    table.ForeignKey(
                        name: "fk_public_detentions_incidents",
                        column: x => x.incident_id,
                        principalTable: "public_incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shared_detentions",
                columns: table => new
                {
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    victim = table.Column<short>(type: "smallint", nullable: false),
                    visibility = table.Column<string>(type: "text", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    begun_from = table.Column<DateOnly>(type: "date", nullable: true),
                    begun_by = table.Column<DateOnly>(type: "date", nullable: true),
                    held_until = table.Column<DateOnly>(type: "date", nullable: true),
                    over_by = table.Column<DateOnly>(type: "date", nullable: true),
                    confirmed_by = table.Column<DateOnly>(type: "date", nullable: true),
                    place = table.Column<string>(type: "text", nullable: true),
                    charges = table.Column<string[]>(type: "text[]", nullable: false),
                    counsel_access = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_detentions", x => new { x.incident_id, x.act, x.victim });
                    table.ForeignKey(
                        name: "fk_shared_detentions_incidents",
                        column: x => x.incident_id,
                        principalTable: "shared_incidents",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.Sql(SqlFiles.Read("009_detentions.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "incident_detentions");

            migrationBuilder.DropTable(
                name: "public_detentions");

            migrationBuilder.DropTable(
                name: "shared_detentions");
        }
    }
}
