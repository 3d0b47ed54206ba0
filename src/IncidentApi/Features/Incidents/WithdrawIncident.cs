using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Incidents.Workflow;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents;

internal static class WithdrawIncident
{
    internal sealed record Parameters
    {
        [Description("Why. A code, for free text does not belong into an address.")]
        [Required, Code("incident.withdrawalReason")] public string? Reason { get; set; }
    }

    /// <summary>Withdraws an incident: lists leave it out, its id and its history still answer.</summary>
    public static async Task<IResult> Handle(
        Guid id, Query<Parameters> query, Caller caller, IncidentChange change, StatusStep steps, HttpRequest request, CancellationToken cancellation)
    {
        if (query.Value.Reason is not { } reason)
        {
            var list = Vocabulary.Named("incident.withdrawalReason").Codes;
            return ProblemResult.Of([Problems.InvalidParameter.AtParameter("reason", "Say why.", allowed: list)]);
        }

        return await change.ChangeAsync(caller, id, request, old => steps.Take(old, caller, new TransitionBody { To = Statuses.Withdrawn, Reason = reason }), cancellation);
    }
}
