using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>Takes a record one step through its workflow, or says which steps there are.</summary>
internal static class StatusStep
{
    public static Step Take(StoredIncident old, Caller caller, string to, string? reason)
    {
        var from = old.Incident.Status;
        if (from == to && to == Statuses.Withdrawn) return Step.Nothing;
        if (!Statuses.After(from).Contains(to))
        {
            throw new ProblemException(Problems.ForbiddenTransition.With($"A record that is {from} cannot become {to}.",
                Problems.ForbiddenTransition.At("/to", $"From {from} it can become: {string.Join(", ", Statuses.After(from))}.", to, Statuses.After(from))));
        }

        if (Statuses.NeedsReview(from, to) && !caller.Has(Scopes.ReviewIncidents))
        {
            throw new ProblemException(Problems.MissingScope.With($"This step needs the scope {Scopes.ReviewIncidents}."));
        }

        return new Step(old.AsSent() with { Status = to, StatusReason = reason }, from == Statuses.Withdrawn ? ChangeKind.Restored : to);
    }
}
