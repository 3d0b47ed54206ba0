using System.Net;
using System.Net.Sockets;
using IncidentApi.Local.Files;
using IncidentApi.Local.Postgres;
using IncidentApi.Platform.Data;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace IncidentApi.Local.Hosting;

/// <summary>The service in the launcher's own process, on a port of this machine.</summary>
internal static class ServiceHost
{
    public const int UsualPort = 5080;

    public static async Task<WebApplication> StartAsync(
        IPostgresServer server, DataFolder folder, int? port, CancellationToken cancellation)
    {
        var app = Service.Create(
        [
            $"--urls=http://127.0.0.1:{port ?? (IsFree(UsualPort) ? UsualPort : 0)}",
            $"--ConnectionStrings:Incidents={server.ConnectionString(ServiceDatabase.Name, ServiceDatabase.AppRole)}",
            $"--ConnectionStrings:Public={server.ConnectionString(ServiceDatabase.Name, ServiceDatabase.PublicRole)}",
            $"--Secrets:File={folder.Secret}",
            $"--Vault:MasterKeyFile={folder.MasterKey}",
            $"--Audit:SigningKey={folder.AuditKey}",

            // Receivers of webhooks that somebody tries out are programs on the same machine.
            "--Webhooks:AllowHttp=true", "--Webhooks:AllowedNetworks:0=127.0.0.0/8", "--Webhooks:AllowedNetworks:1=::1/128", "--Webhooks:Ports:0=1-65535",
            "--Logging:LogLevel:Default=Warning",

            // What keeps it from starting is said once, by the launcher.
            "--Logging:LogLevel:Microsoft.Extensions.Hosting.Internal.Host=Critical",
        ]);
        try
        {
            await app.RequireSafeDatabaseAsync(cancellation);
            await app.StartAsync(cancellation);
            return app;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await app.DisposeAsync();
            throw new CannotStartException($"Port {port} is taken: choose another with --port, or any free one with --port 0.", taken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
