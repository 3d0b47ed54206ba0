using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>Takes a record one step through its workflow, or says which steps there are.</summary>
internal sealed class StatusStep(InstallationSecret secret, TimeProvider clock)
{
    public Step Take(StoredIncident old, Caller caller, TransitionBody body)
    {
        var (from, to) = (old.Incident.Status, body.To!);
        var visibility = body.Visibility ?? old.Incident.Visibility;
        var stays = from == to && (visibility != old.Incident.Visibility || body.Release is not null);
        if (from == to && to == Statuses.Withdrawn) return Step.Nothing;
        if (!stays && !Statuses.After(from).Contains(to))
        {
            throw new ProblemException(Problems.ForbiddenTransition.With($"A record that is {from} cannot become {to}.",
                Problems.ForbiddenTransition.At("/to", $"From {from} it can become: {string.Join(", ", Statuses.After(from))}.", to, Statuses.After(from))));
        }

        if ((Statuses.NeedsReview(from, to) || body.Release is not null) && !caller.Has(Scopes.ReviewIncidents))
        {
            throw new ProblemException(Problems.MissingScope.With($"This step needs the scope {Scopes.ReviewIncidents}."));
        }

        var next = old.AsSent() with
        {
            Status = to,
            StatusReason = stays ? old.Incident.StatusReason : body.Reason,
            Visibility = visibility,
            Releases = body.Release is { } release ? [.. old.Incident.Releases ?? [], .. ReleasesOf(release, old, caller)] : old.Incident.Releases,
        };
        if (next.IsDisclosed && !MayShow(caller, next.Verification))
        {
            throw new ProblemException(Problems.VerificationRequired.With($"The record is {next.Verification}; your organisation shows others only what is corroborated or verified."));
        }

        return new Step(next, from == Statuses.Withdrawn ? ChangeKind.Restored : stays ? ChangeKind.VisibilityChanged : to);
    }

    /// <summary>Whether the caller's organisation lets others see what is verified this far.</summary>
    public static bool MayShow(Caller caller, string verification) => !caller.NeedsVerification || verification is "corroborated" or "verified";

    private IEnumerable<Release> ReleasesOf(ReleaseBody release, StoredIncident old, Caller caller)
    {
        var document = JsonNode.Parse(old.Document)!;
        foreach (var (pointer, i) in release.Pointers!.Select((pointer, i) => (pointer, i)))
        {
            if (TextAt(document, pointer) is not { } text)
            {
                throw new ProblemException(ProblemResult.Of([Problems.UnknownRef.At($"/release/pointers/{i}", "The record has no text there.", pointer)]));
            }

            yield return new Release(pointer, release.Reason!, caller.KeyId, clock.GetUtcNow(), Release.DigestOf(secret, Veil.AsScanned(pointer, text)));
        }
    }

    private static string? TextAt(JsonNode document, string pointer)
    {
        var node = (JsonNode?)document;
        foreach (var step in pointer.Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            node = node switch
            {
                JsonObject members => members[step],
                JsonArray items when int.TryParse(step, out var i) && i >= 0 && i < items.Count => items[i],
                _ => null,
            };
        }

        return node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;
    }
}
