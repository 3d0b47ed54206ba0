using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Workflow;

/// <summary>Two pairs of eyes, where the organisation wants them: whoever recorded an incident neither verifies nor publishes it.</summary>
internal static class SecondPerson
{
    public static async Task RequireAsync(Store store, Caller caller, Guid incident, string act, CancellationToken cancellation)
    {
        if (!caller.NeedsSecondPerson) return;

        var writers = await store.ReadAsync(Scope.Of(caller.OrganisationId),
            $"select 1 from incidents where id = {incident} and created_by = {caller.KeyId}", _ => true, cancellation);
        if (writers.Count > 0) throw new ProblemException(Problems.SecondPersonRequired.With($"The key that recorded an incident cannot {act} it."));
    }
}
