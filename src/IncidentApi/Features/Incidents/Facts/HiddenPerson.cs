using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>
/// What a redacted row hides of one person whom it lists: gender, age and groups at risk. Yearly tables of people count these and nobody
/// else; Features/Statistics/People/README.md says how. Not here are those whom the row does not list at all, for their number is hidden
/// too, and those of whom partners see in the same record what the public does not: they could subtract them.
/// </summary>
/// <param name="Place">The person's place among those whom the row lists.</param>
/// <param name="Contributor">The entry of the register, or a name for the person of this record alone.</param>
/// <param name="Gender">Place in <see cref="Genders"/>.</param>
/// <param name="Age">Place in <see cref="Ages"/>.</param>
/// <param name="AtRisk">Groups at risk, as <see cref="FilterTerm"/>.</param>
internal sealed record HiddenPerson(short Place, Guid Contributor, short Gender, short Age, int[] AtRisk)
{
    /// <summary>Genders are told apart no finer: a rare one would stand out in a small table by being suppressed.</summary>
    public static readonly string[] Genders = ["woman", "man", "other_or_unspecified"];

    /// <summary>Ages are told apart no finer, for the same reason.</summary>
    public static readonly string[] Ages = ["adult", "child", "unspecified"];

    private static readonly JsonSerializerOptions Columns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The audience before which a record stands with the fewest secrets; null while nobody else sees it.</summary>
    private static Audience? WidestOf(Incident incident) => !incident.IsDisclosed ? null : incident.Visibility == "public" ? Audience.Public : Audience.Partners;

    public static IReadOnlyList<HiddenPerson> Of(Incident own)
    {
        if (WidestOf(own) is not { } audience) return [];

        var listed = (own.People ?? []).Index().Where(person => PersonDisclosure.Of(person.Item, own, audience).IsListed).ToList();
        return [.. listed.Index().Where(person => Counts(person.Item.Item, own, audience)).Select(person => Of(person.Item.Item, own.Id, person.Item.Index, (short)person.Index))];
    }

    /// <summary>The rows of a record anew, unless they stay what they were.</summary>
    public static IEnumerable<Sql> Replace(Incident old, Incident next) =>
        WidestOf(old) == WidestOf(next) && Json(Of(old)).Utf8.Span.SequenceEqual(Json(Of(next)).Utf8.Span)
            ? []
            : [$"delete from hidden_people where organisation_id = {next.Organisation.Id} and incident_id = {next.Id}", .. Insert(next)];

    public static IEnumerable<Sql> Insert(Incident own)
    {
        if (Of(own) is not { Count: > 0 } people) yield break;

        yield return $"""
            insert into hidden_people (organisation_id, incident_id, audience, place, contributor, gender, age, at_risk)
            select {own.Organisation.Id}, {own.Id}, {WidestOf(own)!.Value.Visibility()}, p.*
            from json_to_recordset({Json(people)}) as p(place smallint, contributor uuid, gender smallint, age smallint, at_risk int[])
            """;
    }

    /// <summary>One person, hidden from this audience and from partners alike. A group's number would tell which figure it is in.</summary>
    private static bool Counts(Involvement person, Incident own, Audience audience) =>
        person.Kind == "person" && Number.Of(person, person.CountNote, Number.One) == Number.One
        && PersonDisclosure.Of(person, own, audience).IsHidden && PersonDisclosure.Of(person, own, Audience.Partners).IsHidden;

    private static HiddenPerson Of(Involvement person, Guid incident, int index, short place) => new(place,
        person.PersonId is { } id ? Guid.Parse(id) : new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{incident}/{person.Ref ?? $"{index}"}")).AsSpan(0, 16)),
        (short)(person.Gender switch { "woman" => 0, "man" => 1, _ => 2 }),
        (short)(person.AgeBand switch { { } band when band.StartsWith("adult", StringComparison.Ordinal) => 0, { } band when band.StartsWith("child", StringComparison.Ordinal) => 1, _ => 2 }),
        FilterTerm.Of("atRisk", person.AtRiskGroups ?? []));

    private static JsonText Json(IReadOnlyList<HiddenPerson> people) => new(JsonSerializer.SerializeToUtf8Bytes(people, Columns));
}

/// <summary>A <see cref="HiddenPerson"/> of one record.</summary>
internal sealed class HiddenPersonRow
{
    public Guid OrganisationId { get; set; }

    public Guid IncidentId { get; set; }

    public short Place { get; set; }

    /// <summary>partners or public: the widest before which the record stands.</summary>
    public string Audience { get; set; } = "";

    public Guid Contributor { get; set; }

    public short Gender { get; set; }

    public short Age { get; set; }

    public int[] AtRisk { get; set; } = [];
}

internal sealed class HiddenPersonTable : IEntityTypeConfiguration<HiddenPersonRow>
{
    public void Configure(EntityTypeBuilder<HiddenPersonRow> builder)
    {
        builder.ToTable("hidden_people", table => table.HasCheckConstraint("ck_hidden_people_audience", "audience in ('partners', 'public')"));
        builder.HasKey(row => new { row.OrganisationId, row.IncidentId, row.Place }).HasName("pk_hidden_people");
        builder.HasOne<IncidentRow>().WithMany().HasForeignKey(row => new { row.OrganisationId, row.IncidentId })
            .OnDelete(DeleteBehavior.Cascade).HasConstraintName("fk_hidden_people_incidents");
    }
}
