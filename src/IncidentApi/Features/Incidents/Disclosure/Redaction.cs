using System.Security.Cryptography;
using System.Text;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Storage;

namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>
/// Makes of a record what others may read: a new document, built member by member, so that a member which nobody thought of stays inside.
/// Pure: the same record and the same facts make the same bytes.
/// </summary>
internal static class Redaction
{
    public static Redacted Of(Incident own, Audience audience, RedactionFacts facts)
    {
        var people = new RedactedPeople(own, audience);
        var veil = new Veil(people.SomebodyIsHidden);
        var document = Document(own, audience, facts, people, veil);
        return new(document, veil.Removed, veil.Texts, people.HiddenNames, people.ShownNames);
    }

    private static Incident Document(Incident own, Audience audience, RedactionFacts facts, RedactedPeople people, Veil veil)
    {
        veil.Remove("/externalRef", own.ExternalRef, RemovalReason.Internal);
        veil.Remove("/notes", own.Notes, RemovalReason.Internal);
        veil.Remove("/statusReason", own.StatusReason, RemovalReason.Internal);
        veil.Remove("/releases", own.Releases, RemovalReason.Internal);
        veil.Remove("/verifications", own.Verifications, RemovalReason.Internal);

        var sources = new RedactedSources(own.Sources);
        var acts = new Refs('x', own.Violations!.Select(violation => violation.Ref));
        var done = new RedactedActs(own, people.Refs, acts, sources.Refs, veil);
        var content = new IncidentBody
        {
            Kind = own.Kind,
            Stage = own.Stage,
            Title = veil.Text("/title", own.Title),
            Summary = veil.Text("/summary", own.Summary),
            Language = own.Language,
            Translations = Translations(own, people.Refs, veil),
            Occurred = done.Seen(own.Occurred, "/occurred"),
            Location = RedactedPlace.Of(own.Location, own.Violations!.SelectMany(violation => violation.AllTypes()), "/location", veil),
            Violations = done.Seen(),
            People = people.Seen(veil),
            Sources = sources.Seen(veil),
            Developments = own.Developments?.Select((development, i) => Seen(development, i, people.Refs, acts, sources.Refs, veil)).ToList(),
            Interventions = own.Interventions?.Select((intervention, i) => Seen(intervention, i, sources.Refs, facts, veil)).ToList(),
            Related = Related(own.Related, facts, veil),
            Tags = own.Tags?.Select((tag, i) => veil.Text($"/tags/{i}", tag)!).ToList(),
        };
        return new Incident(content)
        {
            Id = facts.Id,
            Reference = facts.Reference,
            Version = facts.Version,
            Status = "published",
            Verification = own.Verification,
            Visibility = audience.Visibility(),
            Rights = IncidentColumns.RightsOf(content),
            Organisation = new OwningOrganisation(facts.OrganisationId, facts.OrganisationName),
            CreatedAt = Midnight(facts.CreatedOn),
            UpdatedAt = Midnight(facts.UpdatedOn),
            Links = IncidentLinks.Of(facts.Id),
        };
    }

    private static Dictionary<string, Translation>? Translations(Incident own, Refs people, Veil veil)
    {
        var seen = new Dictionary<string, Translation>();
        foreach (var (language, translation) in own.Translations ?? new Dictionary<string, Translation>())
        {
            var pointer = $"/translations/{language}";
            if (veil.SomebodyIsHidden && translation.Reviewed != true)
            {
                veil.Remove(pointer, translation, RemovalReason.NotReviewed);
                continue;
            }

            var labels = (translation.Labels ?? new Dictionary<string, string>()).Where(label => people[label.Key] is not null)
                .ToDictionary(label => people[label.Key]!, label => veil.Text($"{pointer}/labels/{label.Key}", label.Value)!);
            seen[language] = new Translation
            {
                Title = veil.Text($"{pointer}/title", translation.Title),
                Summary = veil.Text($"{pointer}/summary", translation.Summary),
                Labels = labels.Count == 0 ? null : labels,
            };
        }
        return seen.Count == 0 ? null : seen;
    }

    private static Development Seen(Development development, int i, Refs people, Refs acts, Refs sources, Veil veil) => new()
    {
        Ref = $"d{i + 1}",
        Date = veil.Date($"/developments/{i}/date", development.Date),
        Kind = development.Kind,
        Text = veil.Text($"/developments/{i}/text", development.Text),
        Victims = people.Of(development.Victims),
        Violations = acts.Of(development.Violations),
        Sources = sources.Of(development.Sources),
        Count = development.Count,
        CountMin = development.CountMin,
        CountMax = development.CountMax,
        CountNote = veil.Text($"/developments/{i}/countNote", development.CountNote),
    };

    private static Intervention Seen(Intervention intervention, int i, Refs sources, RedactionFacts facts, Veil veil) => new()
    {
        Key = intervention.Key is { } key ? KeyOf(key, facts.InterventionKey) : null,
        Type = intervention.Type,
        Actor = veil.Text($"/interventions/{i}/actor", intervention.Actor),
        Date = veil.Date($"/interventions/{i}/date", intervention.Date),
        Text = veil.Text($"/interventions/{i}/text", intervention.Text),
        Status = intervention.Status,
        Outcome = veil.Text($"/interventions/{i}/outcome", intervention.Outcome),
        Sources = sources.Of(intervention.Sources),
    };

    private static List<Relation>? Related(IReadOnlyList<Relation>? related, RedactionFacts facts, Veil veil)
    {
        var seen = new List<Relation>();
        for (var i = 0; i < (related?.Count ?? 0); i++)
        {
            if (facts.VisibleId(related![i]) is { } id) seen.Add(new Relation { Id = id.ToString(), Type = related[i].Type });
            else veil.Remove($"/related/{i}", related[i], RemovalReason.NotVisible);
        }
        return seen.Count == 0 ? null : seen;
    }

    /// <summary>A key may hold the sender's reference or a name; what must stay is that equal ones are equal.</summary>
    private static string KeyOf(string key, byte[] secret) =>
        $"i-{Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(key)).AsSpan(0, 12))}";

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
