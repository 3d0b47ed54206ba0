using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>A step through the workflow.</summary>
internal sealed record TransitionBody
{
    /// <summary>Where to.</summary>
    /// <example>submitted</example>
    [Required, Code("incident.status")] public string? To { get; init; }

    /// <summary>Who may see the record from then on; as before where absent.</summary>
    [Code("incident.visibility")] public string? Visibility { get; init; }

    /// <summary>Why: a code for a withdrawal, plain text for a return.</summary>
    [MaxLength(1000)] public string? Reason { get; init; }
}

internal sealed class TransitionRules : MemberRules<TransitionBody>
{
    private static readonly CodeAttribute Reasons = new("incident.withdrawalReason");

    public TransitionRules() => RuleFor(step => step).Custom((step, context) =>
    {
        if (step.Visibility is "partners" or "public")
        {
            context.Refuse(Problems.DisclosureNotAvailable, "Send organisation, or leave it out.", "visibility", value: step.Visibility);
        }

        if (step.To != Statuses.Withdrawn) return;
        if (step.Reason is null) context.Refuse(Problems.Required, $"Say why: {string.Join(", ", Reasons.Codes)}.", "reason");
        else if (!Reasons.Contains(step.Reason)) context.Refuse(Problems.UnknownCode, "A withdrawal takes a reason from this list.", "reason", Reasons, step.Reason);
    });
}

internal static class TransitionIncident
{
    /// <summary>Takes a record one step through its workflow: submits, publishes, returns, withdraws or restores it.</summary>
    public static async Task<IResult> Handle(Guid id, Body<TransitionBody> body, Caller caller, IncidentChange change,
        HttpRequest request, CancellationToken cancellation) =>
        await change.ChangeAsync(caller, id, request, old => StatusStep.Take(old, caller, body.Value.To!, body.Value.Reason), cancellation);
}
