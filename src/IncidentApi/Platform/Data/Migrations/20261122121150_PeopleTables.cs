using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class PeopleTables : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "hidden_people",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<short>(type: "smallint", nullable: false),
                    audience = table.Column<string>(type: "text", nullable: false),
                    contributor = table.Column<Guid>(type: "uuid", nullable: false),
                    gender = table.Column<short>(type: "smallint", nullable: false),
                    age = table.Column<short>(type: "smallint", nullable: false),
                    at_risk = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hidden_people", x => new { x.organisation_id, x.incident_id, x.place });
                    table.CheckConstraint("ck_hidden_people_audience", "audience in ('partners', 'public')");
                    table.ForeignKey(
                        name: "fk_hidden_people_incidents",
                        columns: x => new { x.organisation_id, x.incident_id },
                        principalTable: "incidents",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_tables",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audience = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<int>(type: "integer", nullable: false),
                    violation_group = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    shown = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_tables", x => x.id);
                    table.CheckConstraint("ck_people_tables_audience", "audience in ('partners', 'public')");
                });

            migrationBuilder.CreateTable(
                name: "public_people_day",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_people_day", x => x.id);
                    table.CheckConstraint("ck_public_people_day", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "public_people_figures",
                columns: table => new
                {
                    table_id = table.Column<int>(type: "integer", nullable: false),
                    value = table.Column<short>(type: "smallint", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_name = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<int>(type: "integer", nullable: false),
                    violation_group = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: true),
                    published_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_people_figures", x => new { x.table_id, x.value });
                    table.CheckConstraint("ck_public_people_figures_count", "count = 0 or count >= 5");
                });

            migrationBuilder.CreateTable(
                name: "shared_people_figures",
                columns: table => new
                {
                    table_id = table.Column<int>(type: "integer", nullable: false),
                    value = table.Column<short>(type: "smallint", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_name = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<int>(type: "integer", nullable: false),
                    violation_group = table.Column<string>(type: "text", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: true),
                    published_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shared_people_figures", x => new { x.table_id, x.value });
                    table.CheckConstraint("ck_shared_people_figures_count", "count = 0 or count >= 5");
                });

            migrationBuilder.CreateTable(
                name: "people_contributors",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<int>(type: "integer", nullable: false),
                    contributor = table.Column<Guid>(type: "uuid", nullable: false),
                    table_id = table.Column<int>(type: "integer", nullable: false),
                    counted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_contributors", x => new { x.organisation_id, x.subject, x.contributor });
                    table.ForeignKey(
                        name: "fk_people_contributors_table",
                        column: x => x.table_id,
                        principalTable: "people_tables",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "people_releases",
                columns: table => new
                {
                    table_id = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    counts = table.Column<int[]>(type: "integer[]", nullable: false),
                    visible = table.Column<bool[]>(type: "boolean[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_releases", x => new { x.table_id, x.number });
                    table.ForeignKey(
                        name: "fk_people_releases_table",
                        column: x => x.table_id,
                        principalTable: "people_tables",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_people_contributors_table",
                table: "people_contributors",
                column: "table_id");

            migrationBuilder.CreateIndex(
                name: "ux_people_tables",
                table: "people_tables",
                columns: new[] { "organisation_id", "audience", "country", "violation_group", "year", "subject" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_public_people_figures",
                table: "public_people_figures",
                columns: new[] { "organisation_id", "country", "year" });

            migrationBuilder.CreateIndex(
                name: "ix_shared_people_figures",
                table: "shared_people_figures",
                columns: new[] { "organisation_id", "country", "year" });

            migrationBuilder.Sql(SqlFiles.Read("008_people_tables.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(SqlFiles.Read("008_people_tables_down.sql"));

            migrationBuilder.DropTable(
                name: "hidden_people");

            migrationBuilder.DropTable(
                name: "people_contributors");

            migrationBuilder.DropTable(
                name: "people_releases");

            migrationBuilder.DropTable(
                name: "public_people_day");

            migrationBuilder.DropTable(
                name: "public_people_figures");

            migrationBuilder.DropTable(
                name: "shared_people_figures");

            migrationBuilder.DropTable(
                name: "people_tables");
        }
    }
}
