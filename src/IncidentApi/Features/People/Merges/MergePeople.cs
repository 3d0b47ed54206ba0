using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.People.Merges;

/// <summary>Another entry that is the same person.</summary>
internal sealed record MergeBody
{
    /// <summary>The entry that goes into this one.</summary>
    [Required, Uuid] public string? Other { get; init; }
}

internal sealed class MergeRules : MemberRules<MergeBody>;

internal static class MergePeople
{
    /// <summary>Says that another entry is the same person. Both stay, and can be parted again; whoever looks for one finds both.</summary>
    public static async Task<IResult> Handle(Guid id, Body<MergeBody> body, Caller caller, PersonRead read, Store store, TimeProvider clock,
        HttpResponse response, CancellationToken cancellation)
    {
        var other = Guid.Parse(body.Value.Other!);
        for (var attempt = 1; ; attempt++)
        {
            if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { } person) return Problems.NotFound.With();
            if (other == id) return Refused(Problems.Contradiction, "An entry cannot go into itself.", other);
            if (await read.FindAsync(caller.OrganisationId, other, cancellation) is not { } same) return Refused(Problems.UnknownRef, "The register has no such entry.", other);
            if (same.MergedInto == id) return await GetPerson.ShowAsync(person, caller, store, response, StatusCodes.Status200OK, cancellation);
            if (person.MergedInto is { } into) return Problems.AlreadyMerged.With($"This entry went into {into}: merge into that one.");
            if (same.MergedInto is { } elsewhere) return Problems.AlreadyMerged.With($"The other entry went into {elsewhere}: part them first.");

            try
            {
                await Parting.WriteAsync(caller, person, same, id, (PersonChanges.TookIn, PersonChanges.MergedInto), AuditAct.PeopleMerged, store, clock, cancellation);
                return await GetPerson.ShowAsync((await read.FindAsync(caller.OrganisationId, id, cancellation))!, caller, store, response, StatusCodes.Status200OK, cancellation);
            }
            catch (PostgresException overtaken) when (Register.IsOvertaken(overtaken) && attempt < Register.Attempts)
            {
                // Judge it again by what stands there now.
            }
        }
    }

    private static ProblemResult Refused(ProblemKind kind, string why, Guid other) => ProblemResult.Of([kind.At("/other", why, other.ToString())]);
}
