using System.Net;
using IncidentApi.Features.Webhooks;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Guard;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Webhooks.Guard;

/// <summary>Addresses that somebody registers to reach what only this machine reaches: a listener on loopback counts how often he does.</summary>
public sealed class HostileTargetTests(Api api)
{
    /// <summary>How one writes loopback, metadata services and inner networks, PORT being where the listener is.</summary>
    private static readonly string[] Hostile =
    [
        "http://127.0.0.1:PORT/", "http://127.1:PORT/", "http://127.0.1:PORT/", "http://127.255.255.254:PORT/", "http://0.0.0.0:PORT/", "http://0:PORT/", "http://2130706433:PORT/",
        "http://0x7f000001:PORT/", "http://0x7f.1:PORT/", "http://0x7f.0x0.0x0.0x1:PORT/", "http://017700000001:PORT/", "http://0177.0.0.1:PORT/", "http://127.0.0.1.:PORT/",
        "http://localhost:PORT/", "http://localhost.:PORT/", "http://LOCALHOST:PORT/", "http://localhost4.example:PORT/", "http://[::1]:PORT/", "http://[0:0:0:0:0:0:0:1]:PORT/", "http://[::]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/", "http://[::ffff:7f00:1]:PORT/", "http://[::127.0.0.1]:PORT/", "http://[64:ff9b::7f00:1]:PORT/", "http://[2002:7f00:1::]:PORT/", "http://[2001:0:7f00:1::]:PORT/",
        "http://[fe80::1%251]:PORT/", "http://①②⑦.⓪.⓪.①:PORT/", "http://127。0。0。1:PORT/", "http://ⓛocalhost:PORT/", "http://%6c%6f%63%61%6c%68%6f%73%74:PORT/", "http://127.0.0.1%2f@8.8.8.8@127.0.0.1:PORT/",
        "http://loopback.example:PORT/", "http://mixed.example:PORT/", "http://six.example:PORT/", "http://mapped.example:PORT/", "http://metadata.example/latest/meta-data/", "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/", "http://10.0.0.1/", "http://192.168.0.1/", "http://100.100.100.200/", "http://168.63.129.16/", "http://db:5432/", "http://user:password@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT/#@example.org/", "ftp://127.0.0.1:PORT/", "file:///etc/passwd", "gopher://127.0.0.1:PORT/_GET", "unix:///var/run/postgresql",
        "http://[::1]%0d%0aX-Evil:1/", "http://8.8.8.8/a\r\nX-Evil: 1", "http://8.8.8.8/a b",
    ];

    /// <summary>Names as an attacker's server answers for them.</summary>
    private static readonly Dictionary<string, string[]> Names = new()
    {
        ["loopback.example"] = ["127.0.0.1"],
        ["mixed.example"] = ["8.8.8.8", "127.0.0.1"],
        ["six.example"] = ["::1"],
        ["mapped.example"] = ["::ffff:127.0.0.1"],
        ["metadata.example"] = ["169.254.169.254"],
        ["db"] = ["172.18.0.2"],
        ["localhost4.example"] = ["127.0.0.1"],
    };

    [Fact]
    public async Task No_hostile_address_is_reached_by_a_message()
    {
        await using var counting = new CountingListener();
        var settings = new WebhookSettings { AllowHttp = true, Ports = ["1-65535"], ConnectSeconds = 2, AttemptSeconds = 3 };
        using var hand = new ByHand(api.Services, settings, new Clock(), Resolve);

        foreach (var target in Hostile)
        {
            var result = await hand.Sender.SendAsync(To(target, counting.Port), "{}"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.True(result.Error == AttemptError.ForbiddenAddress && result.Took == TimeSpan.Zero, $"{target}: {result.Error} {result.HttpStatus} {result.Took}");
        }

        TestContext.Current.TestOutputHelper!.WriteLine("{0} hostile addresses tried, {1} hits.", Hostile.Length, counting.Hits);
        Assert.Equal(0, counting.Hits);
        Assert.True(Hostile.Length >= 25);

        // The listener does count: somebody who may is heard.
        using var allowed = new ByHand(api.Services, ByHand.Loopback, new Clock());
        await allowed.Sender.SendAsync(To("http://127.0.0.1:PORT/", counting.Port), "{}"u8.ToArray(), TestContext.Current.CancellationToken);
        Assert.Equal(1, counting.Hits);
    }

    [Fact]
    public async Task A_name_that_means_another_address_each_time_is_reached_only_where_it_was_judged()
    {
        await using var counting = new CountingListener();
        var asked = 0;

        // Good when it is judged at registration, bad when the connection is made.
        Task<IPAddress[]> Rebinding(string name, CancellationToken cancellation) => Task.FromResult(new[] { IPAddress.Parse(asked++ == 0 ? "8.8.8.8" : "127.0.0.1") });
        var settings = new WebhookSettings { AllowHttp = true, Ports = ["1-65535"], ConnectSeconds = 1, AttemptSeconds = 2 };
        var guard = new AddressGuard(settings, Rebinding);
        Assert.True(await guard.MayReachAsync(new Uri("http://rebinding.example/"), TestContext.Current.CancellationToken));

        using var client = new WebhookClient(guard, settings);
        var sender = new WebhookSender(client, guard, settings, TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            var result = await sender.SendAsync(To("http://rebinding.example:PORT/", counting.Port), "{}"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.Equal(AttemptError.ForbiddenAddress, result.Error);
        }

        // One question for each connection: the address that was judged is the one that is taken.
        Assert.Equal(4, asked);
        Assert.Equal(0, counting.Hits);
    }

    [Theory]
    [InlineData(301), InlineData(302), InlineData(303), InlineData(307), InlineData(308)]
    public async Task A_redirect_is_a_failure_and_is_not_followed(int status)
    {
        await using var counting = new CountingListener();
        await using var receiver = await Receiver.StartAsync((_, http) =>
        {
            http.Response.Headers.Location = $"http://127.0.0.1:{counting.Port}/";
            return Task.FromResult(status);
        });
        using var hand = new ByHand(api.Services, ByHand.Loopback, new Clock());

        var result = await hand.Sender.SendAsync(To(receiver.Url, 0), "{}"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal((AttemptError.Redirect, status, 0), (result.Error, result.HttpStatus, counting.Hits));
    }

    [Fact]
    public async Task No_hostile_address_can_be_registered_and_the_answer_tells_no_inner_name_from_one_that_is_not_there()
    {
        await using var counting = new CountingListener();
        var organisation = await api.NewOrganisationAsync();
        await using var service = await api.StartServiceAsync("--Webhooks:AllowedNetworks:0=192.0.2.0/24");
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));
        foreach (var target in Hostile)
        {
            var answer = await client.PostAsync("/v1/webhooks", Hooks.Body(target.Replace("PORT", $"{counting.Port}", StringComparison.Ordinal)));
            Assert.True((int)answer.Status == 422 && answer.Problem is "forbidden-address" or "invalid-format" && answer.Pointers.SequenceEqual(["/url"]), $"{target}: {answer.Text}");
        }

        var inner = await client.PostAsync("/v1/webhooks", Hooks.Body("https://localhost:443/"));
        var missing = await client.PostAsync("/v1/webhooks", Hooks.Body("https://nobody-at-all.invalid:443/"));
        Assert.Equal((string)inner.Json["detail"]!, (string)missing.Json["detail"]!);
        Assert.Equal(0, counting.Hits);
        Assert.Empty((await client.ReadAsync("/v1/webhooks")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task In_production_an_address_is_https_on_port_443_and_nothing_more()
    {
        var organisation = await api.NewOrganisationAsync();
        await using var service = await api.StartServiceAsync("--Webhooks:AllowHttp=false", "--Webhooks:Ports:0=443", "--Webhooks:AllowedNetworks:0=192.0.2.0/24");
        var client = api.With(organisation.AdminKey, new Uri(service.Urls.Single()));

        foreach (var (url, words) in new[]
        {
            ("http://192.0.2.1/", "https alone"), ("https://192.0.2.1:8443/", "Port 8443"), ("https://192.0.2.1:22/", "Port 22"), ("https://user@192.0.2.1/", "before the host"),
            ("https://user:password@192.0.2.1/", "before the host"), ("https://192.0.2.1/#here", "fragment"),
        })
        {
            var refused = (await client.PostAsync("/v1/webhooks", Hooks.Body(url))).Expect(422, "forbidden-address");
            Assert.Contains(words, (string)refused.Json["detail"]!, StringComparison.Ordinal);
        }

        (await client.PostAsync("/v1/webhooks", Hooks.Body("https://192.0.2.1/hook"))).Expect(HttpStatusCode.Created);
    }

    internal static ClaimedEvent To(string target, int port) => new()
    {
        OrganisationId = Guid.CreateVersion7(),
        WebhookId = Guid.CreateVersion7(),
        Id = Guid.CreateVersion7(),
        Claim = Guid.CreateVersion7(),
        Type = WebhookEvent.Test,
        IncidentId = null,
        Version = null,
        Body = [],
        Attempt = 1,
        Try = 1,
        ExpiresAt = TimeProvider.System.GetUtcNow(),
        EndsAt = null,
        Url = target.Replace("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal),
        Scope = "own",
        IncludesDocument = false,
        Keys = [WebhookSeal.NewSecret()],
    };

    /// <summary>The attacker's names; everything else as this machine knows it.</summary>
    private static Task<IPAddress[]> Resolve(string name, CancellationToken cancellation) =>
        Names.TryGetValue(name, out var known) ? Task.FromResult(known.Select(IPAddress.Parse).ToArray()) : Dns.GetHostAddressesAsync(name, cancellation);
}
