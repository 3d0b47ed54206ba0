using System.Net;
using IncidentApi.Features.Webhooks;
using IncidentApi.Features.Webhooks.Guard;
using Microsoft.Extensions.Configuration;

namespace IncidentApi.Tests.Features.Webhooks.Guard;

/// <summary>Which addresses are nobody's on the internet, by the registries of IANA, and which are.</summary>
public sealed class SpecialAddressTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.0.0.1"), InlineData("10.255.255.255"), InlineData("100.64.0.1"), InlineData("100.100.100.200"), InlineData("100.127.255.255")]
    [InlineData("127.0.0.1"), InlineData("127.255.255.254"), InlineData("169.254.169.254"), InlineData("169.254.0.1"), InlineData("172.16.0.1"), InlineData("172.31.255.255")]
    [InlineData("192.0.0.192"), InlineData("192.0.2.1"), InlineData("192.31.196.1"), InlineData("192.52.193.1"), InlineData("192.88.99.1"), InlineData("192.168.1.1"), InlineData("192.175.48.1")]
    [InlineData("198.18.0.1"), InlineData("198.19.255.255"), InlineData("198.51.100.1"), InlineData("203.0.113.1"), InlineData("224.0.0.1"), InlineData("239.255.255.255"), InlineData("240.0.0.1")]
    [InlineData("255.255.255.255"), InlineData("168.63.129.16")]
    [InlineData("::"), InlineData("::1"), InlineData("::127.0.0.1"), InlineData("::ffff:127.0.0.1"), InlineData("::ffff:169.254.169.254"), InlineData("::ffff:0:127.0.0.1"), InlineData("64:ff9b::7f00:1")]
    [InlineData("64:ff9b:1::a9fe:a9fe"), InlineData("100::1"), InlineData("2001::1"), InlineData("2001:0:7f00:1::"), InlineData("2001:2::1"), InlineData("2001:20::1"), InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::"), InlineData("2002:a9fe:a9fe::1"), InlineData("3fff::1"), InlineData("5f00::1"), InlineData("2620:4f:8000::1"), InlineData("fc00::1"), InlineData("fd00:ec2::254")]
    [InlineData("fe80::1"), InlineData("fe80::1%2"), InlineData("fec0::1"), InlineData("ff02::1"), InlineData("ff0e::1"), InlineData("4000::1")]
    public void An_address_of_a_special_range_is_no_public_host(string address) => Assert.True(SpecialAddresses.Holds(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("8.8.8.8"), InlineData("9.255.255.255"), InlineData("11.0.0.0"), InlineData("100.63.255.255"), InlineData("100.128.0.0"), InlineData("126.255.255.255")]
    [InlineData("128.0.0.1"), InlineData("169.253.255.255"), InlineData("169.255.0.0"), InlineData("172.15.255.255"), InlineData("172.32.0.0"), InlineData("192.0.1.1"), InlineData("192.167.255.255")]
    [InlineData("192.169.0.0"), InlineData("198.17.255.255"), InlineData("198.20.0.0"), InlineData("223.255.255.255"), InlineData("::ffff:8.8.8.8")]
    [InlineData("2001:200::1"), InlineData("2001:4860:4860::8888"), InlineData("2606:4700:4700::1111"), InlineData("2a00:1450::1"), InlineData("2001:db7::1"), InlineData("2003::1")]
    public void Its_neighbours_are(string address) => Assert.False(SpecialAddresses.Holds(IPAddress.Parse(address)));

    [Theory]
    [InlineData("Webhooks:Ports:0", "https"), InlineData("Webhooks:Ports:0", "90-80"), InlineData("Webhooks:Ports:0", "70000"), InlineData("Webhooks:Ports:0", "0")]
    [InlineData("Webhooks:AllowedNetworks:0", "everything"), InlineData("Webhooks:AtOnce", "0"), InlineData("Webhooks:LeaseSeconds", "10"), InlineData("Webhooks:KeptDays", "0")]
    public void A_setting_that_makes_no_sense_keeps_the_service_from_starting(string name, string value)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => WebhookSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new(name, value)]).Build()));

        Assert.StartsWith("Webhooks: ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Unless_set_otherwise_webhooks_go_to_port_443_alone_by_https()
    {
        var settings = WebhookSettings.From(new ConfigurationBuilder().Build());

        Assert.Equal([443], Enumerable.Range(1, 65_535).Where(settings.MayReach));
        Assert.False(settings.AllowHttp);
        Assert.Empty(settings.Networks);
    }
}
