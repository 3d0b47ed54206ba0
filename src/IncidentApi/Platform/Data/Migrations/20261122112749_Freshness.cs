using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class Freshness : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "public_position",
                table: "shared_heads",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "upkeep",
                table: "shared_heads",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "upkeep",
                table: "public_heads",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "upkeep",
                table: "heads",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql(SqlFiles.Read("010_freshness.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                drop trigger note_merge on people;
                drop trigger note_shared_public_insert on shared_incidents;
                drop trigger note_shared_public_update on shared_incidents;
                drop trigger note_shared_public_delete on shared_incidents;
                drop function note_upkeep(), note_merge(), note_shared_public(), shared_position();
                drop policy search on shared_heads;
                revoke select on shared_heads from incidents_search;
                """);

            migrationBuilder.DropColumn(
                name: "public_position",
                table: "shared_heads");

            migrationBuilder.DropColumn(
                name: "upkeep",
                table: "shared_heads");

            migrationBuilder.DropColumn(
                name: "upkeep",
                table: "public_heads");

            migrationBuilder.DropColumn(
                name: "upkeep",
                table: "heads");
        }
    }
}
