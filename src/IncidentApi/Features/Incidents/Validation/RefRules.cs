using FluentValidation;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Validation;

/// <summary>Every ref names somebody or something in the same record, and each name is given once.</summary>
internal static class RefRules
{
    public static void Check(IncidentBody body, ValidationContext<IncidentBody> context)
    {
        var people = Names(context, "people", "ref", body.People, person => person.Ref);
        var violations = Names(context, "violations", "ref", body.Violations, violation => violation.Ref);
        var sources = Names(context, "sources", "ref", body.Sources, source => source.Ref);
        Names(context, "developments", "ref", body.Developments, development => development.Ref);
        Names(context, "interventions", "key", body.Interventions, intervention => intervention.Key);

        foreach (var (at, violation) in Entries("violations", body.Violations))
        {
            Resolve(context, $"{at}.victims", violation.Victims, people, "people");
            Resolve(context, $"{at}.perpetrators", violation.Perpetrators, people, "people");
            Resolve(context, $"{at}.sources", violation.Sources, sources, "sources");
        }

        foreach (var (at, person) in Entries("people", body.People))
        {
            foreach (var (to, connection) in Entries($"{at}.connections", person.Connections))
            {
                if (connection.To is { } other) Resolve(context, $"{to}.to", other, people, "people");
            }
        }

        foreach (var (at, source) in Entries("sources", body.Sources))
        {
            if (source.RelayedBy is { } relay) Resolve(context, $"{at}.relayedBy", relay, sources, "sources");
        }

        foreach (var (at, development) in Entries("developments", body.Developments))
        {
            Resolve(context, $"{at}.victims", development.Victims, people, "people");
            Resolve(context, $"{at}.violations", development.Violations, violations, "violations");
            Resolve(context, $"{at}.sources", development.Sources, sources, "sources");
        }

        foreach (var (at, intervention) in Entries("interventions", body.Interventions))
        {
            Resolve(context, $"{at}.sources", intervention.Sources, sources, "sources");
        }

        foreach (var (tag, translation) in body.Translations ?? new Dictionary<string, Translation>())
        {
            foreach (var person in translation?.Labels?.Keys ?? []) Resolve(context, $"translations.{tag}.labels.{person}", person, people, "people");
        }
    }

    private static HashSet<string> Names<T>(
        ValidationContext<IncidentBody> context, string list, string member, IReadOnlyList<T>? parts, Func<T, string?> nameOf) where T : class
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (at, part) in Entries(list, parts))
        {
            if (nameOf(part) is { } name && !names.Add(name))
            {
                context.Refuse(Problems.DuplicateRef, $"“{name}” is the {member} of two entries of {list}.", $"{at}.{member}", value: name);
            }
        }

        return names;
    }

    private static void Resolve(ValidationContext<IncidentBody> context, string at, IReadOnlyList<string>? refs, HashSet<string> names, string list)
    {
        for (var i = 0; i < refs?.Count; i++) Resolve(context, $"{at}[{i}]", refs[i], names, list);
    }

    private static void Resolve(ValidationContext<IncidentBody> context, string at, string name, HashSet<string> names, string list)
    {
        if (name is not null && !names.Contains(name)) context.Refuse(Problems.UnknownRef, $"No entry of {list} has the ref “{name}”.", at, value: name);
    }

    private static IEnumerable<(string At, T Part)> Entries<T>(string list, IReadOnlyList<T>? parts) where T : class =>
        (parts ?? []).Index().Where(part => part.Item is not null).Select(part => ($"{list}[{part.Index}]", part.Item));
}
