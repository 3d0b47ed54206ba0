using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Placed : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_shared_incidents_all",
                table: "shared_incidents");

            migrationBuilder.DropIndex(
                name: "ix_shared_incidents_page",
                table: "shared_incidents");

            migrationBuilder.DropIndex(
                name: "ix_public_incidents_page",
                table: "public_incidents");

            migrationBuilder.DropIndex(
                name: "ix_incidents_page",
                table: "incidents");

            migrationBuilder.AddColumn<string>(
                name: "placed",
                table: "shared_incidents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "placed",
                table: "public_incidents",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "placed",
                table: "incidents",
                type: "text",
                nullable: true);

            migrationBuilder.Sql(SqlFiles.Read("011_placed.sql"));

            migrationBuilder.CreateIndex(
                name: "ix_shared_incidents_all",
                table: "shared_incidents",
                columns: new[] { "occurred_on", "id" },
                descending: new bool[0])
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "placed", "created_at", "updated_at", "organisation_id", "visibility" });

            migrationBuilder.CreateIndex(
                name: "ix_shared_incidents_page",
                table: "shared_incidents",
                columns: new[] { "organisation_id", "occurred_on", "id" },
                descending: new[] { false, true, true })
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "placed", "created_at", "updated_at", "visibility" });

            migrationBuilder.CreateIndex(
                name: "ix_public_incidents_page",
                table: "public_incidents",
                columns: new[] { "occurred_on", "id" },
                descending: new bool[0])
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "placed", "created_at", "updated_at", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_page",
                table: "incidents",
                columns: new[] { "organisation_id", "occurred_on", "id" },
                descending: new[] { false, true, true })
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "placed", "created_at", "updated_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_shared_incidents_all",
                table: "shared_incidents");

            migrationBuilder.DropIndex(
                name: "ix_shared_incidents_page",
                table: "shared_incidents");

            migrationBuilder.DropIndex(
                name: "ix_public_incidents_page",
                table: "public_incidents");

            migrationBuilder.DropIndex(
                name: "ix_incidents_page",
                table: "incidents");

            migrationBuilder.DropColumn(
                name: "placed",
                table: "shared_incidents");

            migrationBuilder.DropColumn(
                name: "placed",
                table: "public_incidents");

            migrationBuilder.DropColumn(
                name: "placed",
                table: "incidents");

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
                name: "ix_public_incidents_page",
                table: "public_incidents",
                columns: new[] { "occurred_on", "id" },
                descending: new bool[0])
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "created_at", "updated_at", "organisation_id" });

            migrationBuilder.CreateIndex(
                name: "ix_incidents_page",
                table: "incidents",
                columns: new[] { "organisation_id", "occurred_on", "id" },
                descending: new[] { false, true, true })
                .Annotation("Npgsql:IndexInclude", new[] { "earliest", "latest", "surely_from", "surely_to", "lasting", "kind", "status", "verification", "terms", "places", "latitude", "longitude", "created_at", "updated_at" });
        }
    }
}
