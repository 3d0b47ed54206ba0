using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using FluentValidation;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Partnerships;

/// <summary>What to share with another organisation: all records of a visibility, or single ones.</summary>
internal sealed record PartnershipBody
{
    /// <summary>The id of the organisation that may read.</summary>
    [Required, Uuid] public string? Partner { get; init; }

    /// <summary>partners: all records that may go to partners; public: only those that everybody may see, in the form for partners.</summary>
    /// <example>partners</example>
    [AudienceName] public string? Visibility { get; init; }

    /// <summary>Or single records by id, which must be published with visibility partners or public.</summary>
    [MaxLength(200), Uuid] public IReadOnlyList<string>? Incidents { get; init; }

    /// <summary>What the partner may use them for. It reads this.</summary>
    /// <example>joint submission to the Human Rights Committee</example>
    [Required, MaxLength(1000)] public string? Purpose { get; init; }

    /// <summary>The last day, in UTC.</summary>
    /// <example>2027-12-31</example>
    [Required, Day] public string? Until { get; init; }
}

internal sealed class PartnershipRules : MemberRules<PartnershipBody>
{
    public PartnershipRules(TimeProvider clock) => RuleFor(body => body).Custom((body, context) =>
    {
        if (body.Visibility is null == body.Incidents is null) context.Refuse(Problems.Required, "Send visibility or incidents, one of them.", "visibility");
        if (body.Incidents?.Count == 0) context.Refuse(Problems.Required, "Send at least one record.", "incidents");
        if (DateOnly.TryParseExact(body.Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day < DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime))
        {
            context.Refuse(Problems.PastDate, "This takes today in UTC or a later day.", "until", value: body.Until);
        }
    });
}

/// <summary>What one organisation lets another read, for what, and until when. Nobody may share it further.</summary>
/// <param name="Id">The partnership's id.</param>
/// <param name="Direction">given: the caller shares; received: the caller reads.</param>
/// <param name="Organisation">Who shares.</param>
/// <param name="Partner">Who may read.</param>
/// <param name="Visibility">All records that may go to partners, or those that everybody may see; absent for single ones.</param>
/// <param name="Incidents">Single records: the caller's own ids where the caller shares, else those of scope=shared.</param>
/// <param name="Purpose">What the partner may use them for.</param>
/// <param name="Until">The last day, in UTC.</param>
/// <param name="Active">Whether it opens anything now.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="EndedAt">When it was ended before its day.</param>
[SchemaName("Partnership")]
internal sealed record PartnershipResponse(
    Guid Id, [property: OneOf("given", "received", Called = "PartnershipDirection", Note = "Whether the organisation gave the partnership, or received it.")] string Direction,
    PartnerOrganisation Organisation, PartnerOrganisation Partner,
    [property: AudienceName] string? Visibility, IReadOnlyList<Guid>? Incidents, string Purpose, DateOnly Until, bool Active,
    DateTimeOffset CreatedAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? EndedAt);

/// <summary>One side of a partnership.</summary>
/// <param name="Id">The organisation's id.</param>
/// <param name="Name">Its name when the partnership began.</param>
internal sealed record PartnerOrganisation(Guid Id, string Name);
