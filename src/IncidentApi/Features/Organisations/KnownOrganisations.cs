using System.Collections.Concurrent;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Organisations;

/// <summary>Finds the settings of an organisation for a caller who proved by other means than a key that he speaks for it; remembered for one second.</summary>
internal sealed class KnownOrganisations(Store store, TimeProvider clock)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    // There are no more than the configuration names.
    private readonly ConcurrentDictionary<Guid, (CallerOrganisation? Organisation, long At)> _known = new();

    public async ValueTask<CallerOrganisation?> FindAsync(Guid id, CancellationToken cancellation)
    {
        if (_known.TryGetValue(id, out var known) && clock.GetElapsedTime(known.At) < Remembered) return known.Organisation;

        var asked = clock.GetTimestamp();
        var organisation = await store.FindAsync(Scope.Of(id), CallerOrganisation.Query, CallerOrganisation.Of, cancellation);
        _known[id] = (organisation, asked);
        return organisation;
    }
}

/// <summary>What a request has to know of the organisation for which it speaks.</summary>
internal sealed record CallerOrganisation(string Name, string Language, bool NeedsSecondPerson, bool NeedsVerification)
{
    /// <summary>The policy shows the one organisation for which the transaction speaks.</summary>
    public static Sql Query => $"select name, language, needs_second_person, needs_verification from organisations";

    public static CallerOrganisation Of(NpgsqlDataReader row) => new(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3));

    public Caller Inform(Caller caller) =>
        caller with { OrganisationName = Name, Language = Language, NeedsSecondPerson = NeedsSecondPerson, NeedsVerification = NeedsVerification };
}
