using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Webhooks.Guard;

/// <summary>A certificate names addresses too: where its issuer is to be had, and where it is revoked. Whoever made it would choose where we ask.</summary>
public sealed class CertificateTests(Api api)
{
    [Fact]
    public async Task Nothing_is_fetched_that_the_certificate_of_a_receiver_names()
    {
        await using var lure = new CountingListener();
        using var certificate = Leaf(new Uri($"http://127.0.0.1:{lure.Port}/"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var receiving = ReceiveAsync(listener, certificate);
        using var hand = new ByHand(api.Services, ByHand.Loopback, new Clock());

        var result = await hand.Sender.SendAsync(HostileTargetTests.To("https://127.0.0.1:PORT/", ((IPEndPoint)listener.LocalEndpoint).Port), "{}"u8.ToArray(), TestContext.Current.CancellationToken);
        await receiving;

        Assert.Equal((AttemptError.Tls, 0), (result.Error, lure.Hits));
    }

    /// <summary>A certificate whose issuer is not at hand, and which says where it is.</summary>
    private static X509Certificate2 Leaf(Uri lure)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var authorityKey = RSA.Create(2048);
        var authority = new CertificateRequest("CN=An authority nobody knows", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var issuer = authority.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([$"{lure}ocsp"], [$"{lure}issuer.cer"]));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([$"{lure}revoked.crl"]));
        using var signed = request.Create(issuer, now.AddHours(-1), now.AddHours(1), [1, 2, 3]);
        return signed.CopyWithPrivateKey(key);
    }

    private static async Task ReceiveAsync(TcpListener listener, X509Certificate2 certificate)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var secure = new SslStream(client.GetStream());

            // Its own side must not ask either.
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) });
            _ = await secure.ReadAsync(new byte[1000]);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            // As it should be.
        }
    }
}
