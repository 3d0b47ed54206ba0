using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IncidentApi.Platform.Data.Migrations
{
    /// <inheritdoc />
    public partial class People : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "erasures",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    erased_in = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    pointers = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasures", x => new { x.organisation_id, x.incident_id, x.version, x.erased_in });
                });

            migrationBuilder.CreateTable(
                name: "identity_reads",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identity_reads", x => new { x.organisation_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    external_system = table.Column<string>(type: "text", nullable: true),
                    external_id = table.Column<string>(type: "text", nullable: true),
                    label = table.Column<string>(type: "text", nullable: true),
                    disclosure = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    aliases = table.Column<string[]>(type: "text[]", nullable: false),
                    identity = table.Column<byte[]>(type: "bytea", nullable: true),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => new { x.organisation_id, x.id });
                    table.CheckConstraint("ck_people_disclosure", "disclosure in ('public', 'partners', 'organisation', 'vault')");
                    table.CheckConstraint("ck_people_sealed", "(disclosure <> 'vault' or (name is null and aliases = '{}')) and (erased_at is null or (name is null and aliases = '{}' and identity is null))");
                    table.ForeignKey(
                        name: "fk_people_merged",
                        columns: x => new { x.organisation_id, x.merged_into },
                        principalTable: "people",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "vault_keys",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    master_key_id = table.Column<string>(type: "text", nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_vault_keys", x => new { x.organisation_id, x.generation });
                });

            migrationBuilder.CreateTable(
                name: "identity_grants",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_identity_grants", x => new { x.organisation_id, x.person_id, x.key_id });
                    table.ForeignKey(
                        name: "fk_identity_grants_person",
                        columns: x => new { x.organisation_id, x.person_id },
                        principalTable: "people",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_changes",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<Guid>(type: "uuid", nullable: false),
                    change = table.Column<string>(type: "text", nullable: false),
                    other = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_changes", x => new { x.organisation_id, x.person_id, x.version });
                    table.ForeignKey(
                        name: "fk_person_changes_person",
                        columns: x => new { x.organisation_id, x.person_id },
                        principalTable: "people",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_places",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    incident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @ref = table.Column<string>(name: "ref", type: "text", nullable: false),
                    role = table.Column<string>(type: "text", nullable: false),
                    standing = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_places", x => new { x.organisation_id, x.person_id, x.incident_id, x.@ref });
                    table.ForeignKey(
                        name: "fk_person_places_person",
                        columns: x => new { x.organisation_id, x.person_id },
                        principalTable: "people",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_keys",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_keys", x => new { x.organisation_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_person_keys_person",
                        columns: x => new { x.organisation_id, x.person_id },
                        principalTable: "people",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_person_keys_vault",
                        columns: x => new { x.organisation_id, x.generation },
                        principalTable: "vault_keys",
                        principalColumns: new[] { "organisation_id", "generation" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "person_names",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    mac = table.Column<byte[]>(type: "bytea", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    generation = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_names", x => new { x.organisation_id, x.mac, x.person_id });
                    table.ForeignKey(
                        name: "fk_person_names_person",
                        columns: x => new { x.organisation_id, x.person_id },
                        principalTable: "people",
                        principalColumns: new[] { "organisation_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_person_names_vault",
                        columns: x => new { x.organisation_id, x.generation },
                        principalTable: "vault_keys",
                        principalColumns: new[] { "organisation_id", "generation" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_identity_reads_key",
                table: "identity_reads",
                columns: new[] { "organisation_id", "key_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_people_merged",
                table: "people",
                columns: new[] { "organisation_id", "merged_into" },
                filter: "merged_into is not null");

            migrationBuilder.CreateIndex(
                name: "ux_people_external_ref",
                table: "people",
                columns: new[] { "organisation_id", "external_system", "external_id" },
                unique: true,
                filter: "external_id is not null");

            migrationBuilder.CreateIndex(
                name: "ix_person_keys_generation",
                table: "person_keys",
                columns: new[] { "organisation_id", "generation" });

            migrationBuilder.CreateIndex(
                name: "ix_person_names_generation",
                table: "person_names",
                columns: new[] { "organisation_id", "generation" });

            migrationBuilder.CreateIndex(
                name: "ix_person_names_person",
                table: "person_names",
                columns: new[] { "organisation_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "ix_person_places_incident",
                table: "person_places",
                columns: new[] { "organisation_id", "incident_id" });

            migrationBuilder.CreateIndex(
                name: "ix_vault_keys_master",
                table: "vault_keys",
                column: "master_key_id");

            migrationBuilder.Sql(SqlFiles.Read("003_people.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop function person_marks(uuid[]), people_alike(uuid[]), require_current(bigint), vault_master_keys(), erase_from_version(uuid, integer, integer, json, text[], text, uuid);");

            migrationBuilder.DropTable(
                name: "erasures");

            migrationBuilder.DropTable(
                name: "identity_grants");

            migrationBuilder.DropTable(
                name: "identity_reads");

            migrationBuilder.DropTable(
                name: "person_changes");

            migrationBuilder.DropTable(
                name: "person_keys");

            migrationBuilder.DropTable(
                name: "person_names");

            migrationBuilder.DropTable(
                name: "person_places");

            migrationBuilder.DropTable(
                name: "vault_keys");

            migrationBuilder.DropTable(
                name: "people");
        }
    }
}
