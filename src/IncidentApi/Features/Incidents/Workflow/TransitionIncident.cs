using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>A step through the workflow.</summary>
internal sealed record TransitionBody
{
    /// <summary>Where to.</summary>
    /// <example>submitted</example>
    [Required, Code("incident.status")] public string? To { get; init; }

    /// <summary>Who may see the record while it is published; as before where absent.</summary>
    [Code("incident.visibility")] public string? Visibility { get; init; }

    /// <summary>Passages that look like the name of somebody hidden and may be shown nevertheless; for a reviewer.</summary>
    public ReleaseBody? Release { get; init; }

    /// <summary>Why: a code for a withdrawal, plain text for a return.</summary>
    [MaxLength(1000)] public string? Reason { get; init; }
}

/// <summary>Passages that a reviewer releases though the scan for names stops at them: another person's name, a word that only looks like one.</summary>
internal sealed record ReleaseBody
{
    /// <summary>JSON Pointers to them, as the refusal named them.</summary>
    [Required, MaxLength(200), LongestItem(200)] public IReadOnlyList<string>? Pointers { get; init; }

    /// <summary>Why they may be shown.</summary>
    [Required, MaxLength(500)] public string? Reason { get; init; }
}

internal sealed class ReleaseRules : MemberRules<ReleaseBody>;

internal sealed class TransitionRules : MemberRules<TransitionBody>
{
    private static readonly CodeAttribute Reasons = new("incident.withdrawalReason");

    public TransitionRules()
    {
        RuleFor(step => step.Release!).SetValidator(new ReleaseRules()).When(step => step.Release is not null);
        RuleFor(step => step).Custom(Check);
    }

    private static void Check(TransitionBody step, ValidationContext<TransitionBody> context)
    {
        if (step.To != Statuses.Withdrawn) return;
        if (step.Reason is null) context.Refuse(Problems.Required, $"Say why: {string.Join(", ", Reasons.Codes)}.", "reason");
        else if (!Reasons.Contains(step.Reason)) context.Refuse(Problems.UnknownCode, "A withdrawal takes a reason from this list.", "reason", Reasons, step.Reason);
    }
}

internal static class TransitionIncident
{
    /// <summary>Takes a record one step through its workflow: submits, publishes, returns, withdraws or restores it; or, where it stands, changes who may see it.</summary>
    public static async Task<IResult> Handle(Guid id, Body<TransitionBody> body, Caller caller, IncidentChange change, StatusStep steps, Store store,
        HttpRequest request, CancellationToken cancellation)
    {
        if (body.Value.To == Statuses.Published) await SecondPerson.RequireAsync(store, caller, id, "publish", cancellation);
        return await change.ChangeAsync(caller, id, request, old => steps.Take(old, caller, body.Value), cancellation);
    }
}
