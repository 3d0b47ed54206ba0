using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IncidentApi.Features.Webhooks;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Tests.Support;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Features.Webhooks.Guard;

/// <summary>Receivers that do what no receiver should: each costs a bounded time and little memory, and is told apart.</summary>
public sealed class BadReceiverTests(Api api)
{
    private const int Megabyte = 1024 * 1024;

    private static readonly WebhookSettings Settings = ByHand.Loopback with { ConnectSeconds = 20, AttemptSeconds = 25 };

    [Fact]
    public async Task One_that_says_nothing_is_left_in_time() => Assert.Equal(AttemptError.Timeout, (await SendToAsync(HangAsync, seconds: 1)).Error);

    [Fact]
    public async Task One_that_drips_its_headers_is_left_in_time() => Assert.Equal(AttemptError.Timeout, (await SendToAsync(async stream =>
    {
        await SayAsync(stream, "HTTP/1.1 200 OK\r\n");
        while (true)
        {
            await SayAsync(stream, "X: y\r\n");
            await Task.Delay(50);
        }
    }, seconds: 1)).Error);

    [Fact]
    public async Task One_that_took_the_message_and_drips_its_body_has_taken_it()
    {
        var result = await SendToAsync(async stream =>
        {
            await SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nthanks");
            await HangAsync(stream);
        });

        Assert.Equal((true, "thanks"), (result.IsDelivered, result.Answer));
    }

    [Fact]
    public async Task One_that_answers_a_gigabyte_gets_rid_of_little_of_it()
    {
        var said = 0L;
        var result = await SendToAsync(async stream =>
        {
            await SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 1073741824\r\n\r\n");
            var piece = Encoding.ASCII.GetBytes(new string('a', 64 * 1024));
            while (said < 1024L * Megabyte)
            {
                await stream.WriteAsync(piece);
                said += piece.Length;
            }
        });

        Assert.True(result.IsDelivered);
        Assert.Equal(new string('a', 256), result.Answer);
        Assert.True(said < 64 * Megabyte, $"It could say {said} bytes.");
    }

    [Fact]
    public async Task What_it_packed_is_not_unpacked()
    {
        var result = await SendToAsync(stream => SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbomb"));

        Assert.Equal((true, "bomb"), (result.IsDelivered, result.Answer));
    }

    [Fact]
    public async Task One_that_floods_headers_is_left()
    {
        var said = 0L;
        var result = await SendToAsync(async stream =>
        {
            await SayAsync(stream, "HTTP/1.1 200 OK\r\n");
            var header = $"X-Flood: {new string('x', 1000)}\r\n";
            for (; said < 512 * Megabyte; said += header.Length) await SayAsync(stream, header);
        });

        Assert.Equal(AttemptError.InvalidAnswer, result.Error);
        Assert.True(said < 64 * Megabyte, $"It could say {said} bytes.");
    }

    [Fact]
    public async Task One_that_goes_on_saying_that_it_goes_on_is_left()
    {
        var said = 0L;
        var result = await SendToAsync(async stream =>
        {
            const string interim = "HTTP/1.1 102 Processing\r\nX: y\r\n\r\n";
            for (; said < 512 * Megabyte; said += interim.Length) await SayAsync(stream, interim);
        });

        Assert.Equal(AttemptError.InvalidAnswer, result.Error);
        Assert.True(said < 64 * Megabyte, $"It could say {said} bytes.");
    }

    [Fact]
    public async Task One_that_speaks_no_http_is_told_apart() => Assert.Equal(AttemptError.InvalidAnswer, (await SendToAsync(stream => SayAsync(stream, "220 mail.example.org ESMTP\r\n"))).Error);

    [Fact]
    public async Task One_that_cuts_the_line_is_told_apart() => Assert.Equal(AttemptError.ConnectionLost, (await SendToAsync(_ => Task.CompletedTask)).Error);

    [Fact]
    public async Task One_that_is_not_there_is_told_apart()
    {
        using var hand = new ByHand(api.Services, Settings, new Clock());

        var result = await hand.Sender.SendAsync(HostileTargetTests.To("http://127.0.0.1:PORT/", IdentityProvider.FreePort()), "{}"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(AttemptError.Refused, result.Error);
    }

    [Fact]
    public async Task One_whose_certificate_nobody_vouches_for_gets_nothing()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var heard = "";

        var result = await SendToAsync(async stream =>
        {
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(certificate);
            var bytes = new byte[1000];
            heard = Encoding.ASCII.GetString(bytes, 0, await secure.ReadAsync(bytes));
            await SayAsync(secure, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }, "https://127.0.0.1:PORT/");

        Assert.Equal((AttemptError.Tls, ""), (result.Error, heard));
    }

    [Fact]
    public async Task One_that_speaks_no_tls_is_told_apart() =>
        Assert.Equal(AttemptError.Tls, (await SendToAsync(stream => SayAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "https://127.0.0.1:PORT/")).Error);

    [Fact]
    public async Task What_it_says_is_kept_without_control_characters()
    {
        var result = await SendToAsync(stream => SayAsync(stream, "HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\na\0b\u001bc\r\nd\u0007"));

        Assert.Equal((AttemptError.HttpStatus, 500, "a b c  d "), (result.Error, result.HttpStatus, result.Answer));
    }

    /// <summary>Sends one message to a receiver that reads a little of it and then does what it does.</summary>
    private async Task<AttemptResult> SendToAsync(Func<NetworkStream, Task> receive, string target = "http://127.0.0.1:PORT/", int? seconds = null)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var hand = new ByHand(api.Services, seconds is { } patience ? Settings with { AttemptSeconds = patience } : Settings, new Clock());
        var receiving = ReceiveAsync(listener, receive, readFirst: !target.StartsWith("https", StringComparison.Ordinal));
        var result = await hand.Sender.SendAsync(HostileTargetTests.To(target, ((IPEndPoint)listener.LocalEndpoint).Port), "{}"u8.ToArray(), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        // It notices that nobody listens any more.
        await receiving.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        return result;
    }

    private static async Task ReceiveAsync(TcpListener listener, Func<NetworkStream, Task> receive, bool readFirst)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            if (readFirst) _ = await stream.ReadAsync(new byte[4096]);
            await receive(stream);
        }
        catch (Exception gone) when (gone is IOException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The sender left.
        }
    }

    /// <summary>Says nothing until the sender leaves.</summary>
    private static async Task HangAsync(Stream stream)
    {
        var bytes = new byte[4096];
        while (await stream.ReadAsync(bytes) > 0)
        {
            // The rest of the message.
        }
    }

    private static async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
}
