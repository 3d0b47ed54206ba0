using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.Vault;

/// <summary>
/// Opens an organisation's keys, and makes the first one. Nothing is kept in memory between requests: a key that was taken away
/// opens nothing from that moment on.
/// </summary>
internal sealed class KeyVault(MasterKeys masters, Store store, TimeProvider clock)
{
    public async Task<OrganisationKeys> KeysOfAsync(Guid organisation, CancellationToken cancellation)
    {
        var rows = await ReadAsync(organisation, cancellation);
        if (rows.Count == 0)
        {
            await MakeAsync(organisation, 1, cancellation);
            rows = await ReadAsync(organisation, cancellation);
        }

        return new OrganisationKeys(organisation, [.. rows.Select(row => (row.Generation, Open(row)))]);
    }

    /// <summary>Makes another key, which is current from then on; the others stay until nobody uses them.</summary>
    public async Task<OrganisationKeys> RenewAsync(Guid organisation, CancellationToken cancellation)
    {
        var rows = await ReadAsync(organisation, cancellation);
        await MakeAsync(organisation, rows.Max(row => row.Generation) + 1, cancellation);
        return await KeysOfAsync(organisation, cancellation);
    }

    /// <summary>A sentence that says what is wrong with the master keys, or null.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellation)
    {
        var missing = await MissingAsync(cancellation);
        return missing.Count == 0 ? masters.Fault
            : $"{masters.Fault ?? "These master keys are in use here and not among those of Vault:MasterKeyFile:"} {string.Join(", ", missing)}".Trim();
    }

    private async Task<List<VaultKey>> ReadAsync(Guid organisation, CancellationToken cancellation) => await store.ReadAsync(Scope.Of(organisation),
        $"select generation, master_key_id, wrapped from vault_keys order by generation",
        row => new VaultKey { OrganisationId = organisation, Generation = row.GetInt32(0), MasterKeyId = row.GetString(1), Wrapped = row.GetFieldValue<byte[]>(2) }, cancellation);

    private byte[] Open(VaultKey row)
    {
        var master = masters.Find(row.MasterKeyId) ?? throw Closed(masters.Fault ?? $"The master key {row.MasterKeyId} is not among those of Vault:MasterKeyFile.");
        return master.Unwrap(row.Wrapped, row.OrganisationId, row.Generation)
            ?? throw Closed($"The organisation's key {row.Generation} does not open: its row was changed or moved.");
    }

    private async Task MakeAsync(Guid organisation, int generation, CancellationToken cancellation)
    {
        // A wrong key would seal names that nobody opens again once the right one is back.
        if (await FaultAsync(cancellation) is { } fault) throw Closed(fault);

        var master = masters.Current!;
        var wrapped = master.Wrap(Envelope.NewKey(), organisation, generation);
        await store.WriteAsync(Scope.Of(organisation),
        [
            $"""
            insert into vault_keys (organisation_id, generation, master_key_id, wrapped, created_at)
            values ({organisation}, {generation}, {master.Id}, {wrapped}, {clock.GetUtcNow()}) on conflict do nothing
            """,
        ], cancellation);
    }

    private async Task<List<string>> MissingAsync(CancellationToken cancellation)
    {
        var inUse = await store.ReadAsync(Scope.Nobody, $"select * from vault_master_keys()", row => row.GetString(0), cancellation);
        return [.. inUse.Where(id => masters.Find(id) is null)];
    }

    private static ProblemException Closed(string why) => new(Problems.VaultNotAvailable.With(why));
}
