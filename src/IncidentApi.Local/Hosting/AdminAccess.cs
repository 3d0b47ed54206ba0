using IncidentApi.Local.Files;

namespace IncidentApi.Local.Hosting;

/// <summary>Sees to it that every start can name an admin key that works: makes, checks, renews or recovers it.</summary>
internal static class AdminAccess
{
    // What others read beside the records that it publishes.
    private const string NameWithSample = "Sample organisation";
    private const string NameWithout = "Local organisation";

    private static readonly TimeSpan Renewal = TimeSpan.FromDays(14);

    /// <returns>The keys, as they are kept by then.</returns>
    public static async Task<KeyRing> EnsureAsync(
        KeyRing keys, DataFolder folder, ServiceClient service, TimeProvider clock, CancellationToken cancellation)
    {
        if (keys.AdminKey is not { } adminKey) return Kept(await MakeAsync(keys, folder, service, cancellation), folder);

        var holder = await service.WhoAmIAsync(adminKey, cancellation);
        if (holder is null) return Kept(await RecoverAsync(keys, folder, service, cancellation), folder);
        if (holder.ExpiresAt is not { } end || end - clock.GetUtcNow() >= Renewal) return keys;

        var renewed = await service.RotateAsync(holder, adminKey, cancellation);
        return Kept(keys with { AdminKey = renewed.Key }, folder);
    }

    private static async Task<KeyRing> MakeAsync(KeyRing keys, DataFolder folder, ServiceClient service, CancellationToken cancellation)
    {
        var name = Sample.StateOf(folder) is SampleState.Declined ? NameWithout : NameWithSample;
        var organisation = await service.MakeOrganisationAsync(keys.OperatorKey, name, cancellation);
        return keys with { AdminKey = organisation.AdminKey, RecoveryCode = organisation.RecoveryCode };
    }

    private static async Task<KeyRing> RecoverAsync(KeyRing keys, DataFolder folder, ServiceClient service, CancellationToken cancellation)
    {
        var recovery = keys.RecoveryCode is { } code ? await service.RecoverAsync(code, cancellation) : null;
        if (recovery is null)
        {
            throw new CannotStartException($"Neither the admin key nor the recovery code in {folder.Keys} works any more. "
                + "If you keep another admin key or recovery code, put it there.");
        }

        return keys with { AdminKey = recovery.Key, RecoveryCode = recovery.RecoveryCode };
    }

    private static KeyRing Kept(KeyRing keys, DataFolder folder)
    {
        keys.KeepIn(folder);
        return keys;
    }
}
