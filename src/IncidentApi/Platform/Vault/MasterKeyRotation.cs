using IncidentApi.Platform.Data;

namespace IncidentApi.Platform.Vault;

/// <summary>
/// Wraps every organisation's key under the current master key. Each is one small transaction, so the service goes on, and whoever is
/// interrupted begins where he stopped. It takes the role that owns the tables: no other sees whose keys there are.
/// </summary>
internal sealed class MasterKeyRotation(MasterKeys masters, Store store)
{
    private const int Batch = 200;

    public async Task<IReadOnlyList<Guid>> OrganisationsAsync(CancellationToken cancellation) =>
        await store.ReadAsync(Scope.Nobody, $"select distinct organisation_id from vault_keys order by organisation_id", row => row.GetGuid(0), cancellation);

    /// <returns>How many keys were wrapped again.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        var current = masters.Current ?? throw new InvalidOperationException(masters.Fault);
        var (wrapped, left, last) = (0, new SortedSet<string>(StringComparer.Ordinal), (Organisation: Guid.Empty, Generation: 0));
        for (; ; )
        {
            var rows = await store.ReadAsync(Scope.Nobody, $"""
                select organisation_id, generation, master_key_id, wrapped from vault_keys
                where master_key_id <> {current.Id} and (organisation_id, generation) > ({last.Organisation}, {last.Generation})
                order by organisation_id, generation limit {Batch}
                """,
                row => new VaultKey { OrganisationId = row.GetGuid(0), Generation = row.GetInt32(1), MasterKeyId = row.GetString(2), Wrapped = row.GetFieldValue<byte[]>(3) }, cancellation);
            foreach (var row in rows)
            {
                if (masters.Find(row.MasterKeyId)?.Unwrap(row.Wrapped, row.OrganisationId, row.Generation) is { } key)
                {
                    await store.WriteAsync(Scope.Of(row.OrganisationId), [Rewrap(row, current, key)], cancellation);
                    wrapped++;
                }
                else
                {
                    left.Add(row.MasterKeyId);
                }
            }

            if (rows.Count < Batch) break;
            last = (rows[^1].OrganisationId, rows[^1].Generation);
        }

        return left.Count == 0 ? wrapped
            : throw new InvalidOperationException($"{wrapped} keys were wrapped again; others did not open, for these master keys are missing or their rows were changed: {string.Join(", ", left)}.");
    }

    private static Sql Rewrap(VaultKey row, MasterKey current, byte[] key) => $"""
        update vault_keys set master_key_id = {current.Id}, wrapped = {current.Wrap(key, row.OrganisationId, row.Generation)}
        where organisation_id = {row.OrganisationId} and generation = {row.Generation} and master_key_id = {row.MasterKeyId}
        """;
}
