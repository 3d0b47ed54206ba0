using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Changes;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>What a verification concluded, and how.</summary>
internal sealed record VerificationBody
{
    /// <summary>The conclusion.</summary>
    /// <example>corroborated</example>
    [Required, Code("incident.verification")] public string? Status { get; init; }

    /// <summary>The ref of the act that it concerns; absent, the record as a whole.</summary>
    [MaxLength(40)] public string? Violation { get; init; }

    /// <summary>How it was verified.</summary>
    /// <example>independent_sources</example>
    [Required, Code("verification.method")] public string? Method { get; init; }

    /// <summary>What was found.</summary>
    [MaxLength(2000)] public string? Note { get; init; }
}

internal sealed class VerificationRules : MemberRules<VerificationBody>;

internal static class VerifyIncident
{
    /// <summary>Says how far a record, or one act in it, is verified, and by which method.</summary>
    public static async Task<IResult> Handle(Guid id, Body<VerificationBody> body, Caller caller, IncidentChange change, Store store,
        TimeProvider clock, HttpRequest request, CancellationToken cancellation)
    {
        if (body.Value.Status == "verified") await SecondPerson.RequireAsync(store, caller, id, "verify", cancellation);

        return await change.ChangeAsync(caller, id, request, old => Verify(old.AsSent(), old.Incident.Violations!, body.Value, caller, clock), cancellation);
    }

    private static Step Verify(Incident old, IReadOnlyList<Violation> violations, VerificationBody concluded, Caller caller, TimeProvider clock)
    {
        if (concluded.Violation is { } named && violations.All(violation => violation.Ref != named))
        {
            throw new ProblemException(ProblemResult.Of([Problems.UnknownRef.At("/violation", $"No act has the ref “{named}”.", named, [.. violations.Select(violation => violation.Ref!)])]));
        }

        var step = new VerificationStep
        {
            Status = concluded.Status!,
            Violation = concluded.Violation,
            Method = concluded.Method,
            Note = concluded.Note,
            By = caller.KeyId,
            At = clock.GetUtcNow(),
        };
        // Where only what is verified is shown, doubt hides it.
        var verification = concluded.Violation is null ? concluded.Status! : old.Verification;
        return new Step(old with
        {
            Verification = verification,
            Visibility = old.IsDisclosed && !StatusStep.MayShow(caller, verification) ? "organisation" : old.Visibility,
            Verifications = [.. old.Verifications ?? [], step],
        }, ChangeKind.Verified);
    }
}
