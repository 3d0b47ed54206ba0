using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.People.Names;
using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.People.Identities;

/// <summary>Why somebody needs to know a hidden name.</summary>
internal sealed record IdentityAccessBody
{
    /// <summary>Why. It stands in the audit log, so it must not hold the name. For fifteen minutes the same key needs no other reason for the same person.</summary>
    /// <example>The lawyer needs the name for the complaint of 3 May.</example>
    [MaxLength(500)] public string? Reason { get; init; }
}

internal sealed class IdentityAccessRules : MemberRules<IdentityAccessBody>;

/// <summary>What a person is called. Keep it nowhere.</summary>
/// <param name="Id">The entry of the register.</param>
/// <param name="Name">The name; absent when none was ever sent.</param>
/// <param name="Aliases">Other names and spellings.</param>
/// <param name="ExpiresAt">Until then the same key may read it again without another reason.</param>
internal sealed record RevealedIdentity(Guid Id, string? Name, IReadOnlyList<string> Aliases, DateTimeOffset ExpiresAt);

internal static class AccessIdentity
{
    /// <summary>Reads the identity of somebody in the vault: with a reason, which holds for fifteen minutes. Each reading stands in the audit log, and a key has 30 in an hour at most.</summary>
    public static async Task<IResult> Handle(Guid id, Body<IdentityAccessBody> body, Caller caller, PersonRead read, IdentityGrants grants,
        KeyVault vault, HttpResponse response, CancellationToken cancellation)
    {
        if (await read.FindAsync(caller.OrganisationId, id, cancellation) is not { } person) return Problems.NotFound.With();
        if (person.ErasedAt is not null) return Problems.IdentityErased.With();

        var reason = body.Value.Reason;
        var granted = await grants.FindAsync(caller, id, cancellation);
        if (reason is null && granted is null)
        {
            return ProblemResult.Of([Problems.Required.At("/reason", "Say why: you have not, or it was longer ago than fifteen minutes.")]);
        }

        // It counts before anything opens: whoever asks for all names gets few of them.
        if (await grants.CountAsync(caller, cancellation) is { } wait) return new ProblemResult(Problems.TooManyReads, null, []) { RetryAfter = wait };

        var keys = person.Sealed is null ? null : await vault.KeysOfAsync(caller.OrganisationId, cancellation);
        var names = person.Names(keys);
        if (reason is not null && Holds(reason, names)) return ProblemResult.Of([Problems.NamesSomebody.At("/reason", "The audit log keeps it: say why without the name.")]);

        if (reason is not null) granted = await grants.GrantAsync(caller, id, reason, cancellation);
        else await grants.RepeatAsync(caller, id, cancellation);
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(new RevealedIdentity(id, names.Name, names.Aliases, granted!.Value));
    }

    private static bool Holds(string text, Identity names) =>
        new NameScan([new TextToScan("/reason", text)], []).Find([new KnownName("", [.. names.All], OfThisRecord: true)]).Count > 0;
}
