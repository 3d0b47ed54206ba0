using IncidentApi.Features.People.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Vault;

namespace IncidentApi.Features.People.Rotation;

/// <summary>The command rotate-vault-key, for while the service runs.</summary>
internal static class RotateVaultKey
{
    public const string Name = "rotate-vault-key";

    /// <summary>Makes new keys for the organisations too, not only new wrappings of their keys.</summary>
    public const string OrganisationKeys = "--organisation-keys";

    public static async Task RunAsync(IConfiguration configuration, bool organisationKeys, TextWriter output, CancellationToken cancellation)
    {
        var owner = configuration.GetConnectionString("Owner")
            ?? throw new InvalidOperationException("ConnectionStrings:Owner is not set: name the database and the role incidents_owner.");
        await using var source = DatabaseSetup.CreateSource(owner);
        var (masters, store) = (MasterKeys.From(configuration), new Store(source));
        var rotation = new MasterKeyRotation(masters, store);
        await output.WriteLineAsync($"{await rotation.RunAsync(cancellation)} organisation keys were wrapped under the master key {masters.Current!.Id}.");
        if (!organisationKeys) return;

        var renewal = new OrganisationKeyRotation(new KeyVault(masters, store, TimeProvider.System), new PersonRead(store), store);
        foreach (var organisation in await rotation.OrganisationsAsync(cancellation))
        {
            await output.WriteLineAsync($"{await renewal.RunAsync(organisation, cancellation)} people of {organisation} were moved to a new key.");
        }
    }
}
