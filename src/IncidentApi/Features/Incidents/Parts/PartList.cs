using System.Text.Json;
using FluentValidation;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Parts;

/// <summary>A list of an incident whose entries can be added and corrected one by one.</summary>
/// <param name="Name">The member that holds it.</param>
/// <param name="Change">What the history calls an addition.</param>
internal sealed record PartList<T>(string Name, string Change, Func<IncidentBody, IReadOnlyList<T>?> Of, Func<T, string?> NameOf,
    Func<T, string, T> WithName, Func<IncidentBody, IReadOnlyList<T>, IncidentBody> With)
    where T : class
{
    /// <summary>The record with one more entry; the same entry under the same name is there already.</summary>
    public Step Append(StoredIncident old, T part, IValidator<IncidentBody> rules)
    {
        var there = NameOf(part) is { } name ? Of(old.Incident)?.FirstOrDefault(other => NameOf(other) == name) : null;
        if (there is not null && JsonSerializer.Serialize(there, Json.Requests) == JsonSerializer.Serialize(part, Json.Requests)) return Step.Nothing;

        var sent = old.AsSent();
        var parts = (Of(sent) ?? []).Append(part).ToList();
        return new Step(Checked(old, With(sent, parts), parts.Count - 1, rules), $"{Change}_added");
    }

    /// <summary>The record with one entry corrected; null when it has none of this name.</summary>
    public Step? Correct(StoredIncident old, string name, T part, IValidator<IncidentBody> rules)
    {
        var index = (Of(old.Incident) ?? []).Select(NameOf).ToList().IndexOf(name);
        if (index < 0) return null;
        if (NameOf(part) is { } other && other != name)
        {
            throw new ProblemException(ProblemResult.Of([Problems.Contradiction.At(Name == "interventions" ? "/key" : "/ref", $"The address says “{name}”: leave it out, or send the same.", other)]));
        }

        var sent = old.AsSent();
        var parts = Of(sent)!.ToList();
        var named = NameOf(parts[index]) is null ? part : WithName(part, name);
        if (JsonSerializer.Serialize(Of(old.Incident)![index], Json.Requests) == JsonSerializer.Serialize(WithName(part, name), Json.Requests)) return Step.Nothing;

        parts[index] = named;
        return new Step(Checked(old, With(sent, parts), index, rules), $"{Change}_corrected");
    }

    /// <summary>Judges the whole record, for only that knows every ref, and names faults as the sender of the part sees them.</summary>
    private Incident Checked(StoredIncident old, IncidentBody body, int index, IValidator<IncidentBody> rules)
    {
        var faults = Rules.FaultsOf(rules, body);
        if (faults.Count == 0) return old.With(body);

        var here = $"/{Name}/{index}";
        throw new ProblemException(ProblemResult.Of([.. faults.Select(fault => fault.Pointer!.StartsWith(here, StringComparison.Ordinal) ? fault with { Pointer = fault.Pointer[here.Length..] } : fault)]));
    }
}

internal static class PartLists
{
    public static readonly PartList<Development> Developments = new("developments", "development", body => body.Developments,
        part => part.Ref, (part, name) => part with { Ref = name }, (body, parts) => body with { Developments = parts });

    public static readonly PartList<Source> Sources = new("sources", "source", body => body.Sources,
        part => part.Ref, (part, name) => part with { Ref = name }, (body, parts) => body with { Sources = parts });

    public static readonly PartList<Intervention> Interventions = new("interventions", "intervention", body => body.Interventions,
        part => part.Key, (part, name) => part with { Key = name }, (body, parts) => body with { Interventions = parts });
}
