using System.Collections.Concurrent;
using System.Net;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;
using Npgsql;

namespace IncidentApi.Features.Organisations.Keys;

/// <summary>
/// Finds who holds a key. What it found, also that there is nobody, is remembered for one second: so a thousand requests cost one
/// query, and a revocation holds within a second in every instance. Requests that come while it is asking wait for that answer.
/// </summary>
internal sealed class KnownKeys(Store store, InstallationSecret secret, UnknownKeys unknown, TimeProvider clock)
{
    private const int MostRemembered = 10_000;
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    // Apart, so that a flood of keys that do not work forgets none that does.
    private readonly ConcurrentDictionary<string, (KeyHolder Holder, long At)> _holders = new();
    private readonly ConcurrentDictionary<string, long> _nobody = new();
    private readonly ConcurrentDictionary<string, Asking> _asking = new();

    /// <param name="from">Who may not ask for ever new keys.</param>
    public async ValueTask<KeyHolder?> FindAsync(string key, KeyKind kind, IPAddress? from, CancellationToken cancellation)
    {
        var mac = secret.MacOfKey(key);
        var name = Convert.ToHexString(mac);
        var worked = _holders.TryGetValue(name, out var known);
        if (worked && IsFresh(known.At)) return known.Holder;
        if (_nobody.TryGetValue(name, out var at) && IsFresh(at)) return null;

        if (!worked) unknown.Charge(from);
        var asking = _asking.AddOrUpdate(name, _ => Ask(), (_, running) => IsFresh(running.At) ? running : Ask());
        try
        {
            return await asking.Answer.Value.WaitAsync(cancellation);
        }
        finally
        {
            if (asking.Answer.Value.IsCompleted) _asking.TryRemove(KeyValuePair.Create(name, asking));
        }

        // Nobody's leaving ends what others wait for.
        Asking Ask() => new(clock.GetTimestamp(), new(() => worked ? AskAsync(mac, name, kind) : unknown.AskAsync(() => AskAsync(mac, name, kind))));
    }

    private bool IsFresh(long at) => clock.GetElapsedTime(at) < Remembered;

    private async Task<KeyHolder?> AskAsync(byte[] mac, string name, KeyKind kind)
    {
        var asked = clock.GetTimestamp();
        var holder = kind switch
        {
            KeyKind.Organisation => await FindOrganisationAsync(mac, CancellationToken.None),
            KeyKind.Operator => await FindOperatorAsync(mac, CancellationToken.None),
            _ => null,
        };
        if (holder is not null)
        {
            if (_holders.Count >= MostRemembered) _holders.Clear();
            _holders[name] = (holder, asked);
            return holder;
        }

        _holders.TryRemove(name, out _);
        if (_nobody.Count >= MostRemembered) _nobody.Clear();
        _nobody[name] = asked;
        return null;
    }

    private async Task<KeyHolder?> FindOrganisationAsync(byte[] mac, CancellationToken cancellation)
    {
        KeyHolder? holder = null;
        await store.ReadAllAsync(Scope.OfKey(mac),
        [
            ($"""
                select organisation_id, id, name, scopes, networks, expires_at, last_used_on, revoked_at is null and expires_at > {clock.GetUtcNow()} from api_keys
                where mac = {mac}
                """, async rows => holder = await rows.ReadAsync(cancellation) ? HolderOf(rows) : null),
            ($"select set_config('app.organisation_id', (select organisation_id::text from api_keys where mac = {mac}), true)", _ => Task.CompletedTask),
            (CallerOrganisation.Query, async rows =>
            {
                if (holder is null || !await rows.ReadAsync(cancellation)) return;

                holder = holder with { Caller = CallerOrganisation.Of(rows).Inform(holder.Caller) };
            }),
        ], cancellation);
        if (holder is { Works: true }) await RememberUseAsync(holder, cancellation);
        return holder;
    }

    private async Task<KeyHolder?> FindOperatorAsync(byte[] mac, CancellationToken cancellation) => await store.FindAsync(Scope.OfKey(mac),
        $"select 1 from operator_keys where mac = {mac}",
        _ => new KeyHolder(new Caller(Guid.Empty, Guid.Empty, "operator", [Scopes.CreateOrganisations]), [], null, true), cancellation);

    private async Task RememberUseAsync(KeyHolder holder, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (holder.LastUsedOn == today) return;

        await store.WriteAsync(Scope.Of(holder.Caller.OrganisationId), [$"""
            update api_keys set last_used_on = {today}
            where id = {holder.Caller.KeyId} and last_used_on is distinct from {today}
            """], cancellation);
    }

    private static KeyHolder HolderOf(NpgsqlDataReader row) => new(
        new Caller(row.GetGuid(0), row.GetGuid(1), row.GetString(2), row.GetFieldValue<string[]>(3)) { ExpiresAt = row.GetFieldValue<DateTimeOffset>(5) },
        [.. row.GetFieldValue<string[]>(4).Select(network => IPNetwork.Parse(network))],
        row.IsDBNull(6) ? null : row.GetFieldValue<DateOnly>(6),
        row.GetBoolean(7));
}

/// <summary>A query for a key that is on its way.</summary>
internal sealed record Asking(long At, Lazy<Task<KeyHolder?>> Answer);

/// <summary>Whose key it is, whether it still works, and from where it may be used.</summary>
internal sealed record KeyHolder(Caller Caller, IReadOnlyList<IPNetwork> Networks, DateOnly? LastUsedOn, bool Works)
{
    public bool MayUseIt(IPAddress? address) => Works && MayComeFrom(address);

    private bool MayComeFrom(IPAddress? address) => Networks.Count == 0
        || (address is not null && Networks.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)));
}
