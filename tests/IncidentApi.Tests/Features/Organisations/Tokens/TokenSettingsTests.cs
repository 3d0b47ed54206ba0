using IncidentApi.Features.Organisations.Tokens;
using Microsoft.Extensions.Configuration;

namespace IncidentApi.Tests.Features.Organisations.Tokens;

/// <summary>A service whose settings for tokens are wrong does not start, and says why in one sentence.</summary>
public sealed class TokenSettingsTests
{
    private static readonly Dictionary<string, string?> Sound = new()
    {
        ["Tokens:Authority"] = "https://id.example/realms/defenders",
        ["Tokens:Audience"] = "urn:incidents",
        ["Tokens:Organisations:legal-aid"] = "01a20000-0000-7000-8000-000000000001",
        ["Tokens:Roles:incident-reporter"] = "reporter",
    };

    [Fact]
    public void Without_the_section_there_are_no_tokens() => Assert.Null(From([]));

    [Fact]
    public void A_claim_s_value_is_taken_as_it_is_written()
    {
        var settings = From(new(Sound) { ["Tokens:OrganisationClaim"] = "groups", ["Tokens:Organisations:/NGO/Талас"] = "01a20000-0000-7000-8000-000000000002" })!;

        Assert.Equal("https://id.example/realms/defenders/.well-known/openid-configuration", settings.Discovery);
        Assert.Equal(("groups", "roles", TimeSpan.FromSeconds(30)), (settings.OrganisationClaim, settings.RoleClaim, settings.AskAgainAfter));
        Assert.True(settings.Organisations.ContainsKey("/NGO/Талас"));
        Assert.False(settings.Organisations.ContainsKey("/ngo/талас"));
        Assert.Equal("reporter", settings.Roles["incident-reporter"]);
    }

    [Theory]
    [InlineData("Tokens:Authority", null, "Tokens:Authority is not set")]
    [InlineData("Tokens:Authority", "http://id.example/realms/defenders", "with https")]
    [InlineData("Tokens:Authority", "ftp://id.example", "with https")]
    [InlineData("Tokens:Authority", "id.example", "with https")]
    [InlineData("Tokens:Authority", "https://somebody:secret@id.example", "with https")]
    [InlineData("Tokens:Authority", "https://id.example?realm=1", "with https")]
    [InlineData("Tokens:Audience", null, "Tokens:Audience is not set")]
    [InlineData("Tokens:Audience", "", "Tokens:Audience is not set")]
    [InlineData("Tokens:Organisations:legal-aid", null, "Tokens:Organisations is empty")]
    [InlineData("Tokens:Organisations:legal-aid", "Legal Aid", "Tokens:Organisations:legal-aid is not the id")]
    [InlineData("Tokens:Organisations:legal-aid", "00000000-0000-0000-0000-000000000000", "is not the id")]
    [InlineData("Tokens:Roles:incident-reporter", null, "Tokens:Roles is empty")]
    [InlineData("Tokens:Roles:incident-reporter", "operator", "is none of admin, analyst, observer, reporter, reviewer")]
    [InlineData("Tokens:AskAgainAfter", "0", "takes 00:00:01")]
    [InlineData("Tokens:AskAgainAfter", "soon", "takes 00:00:01")]
    [InlineData("Tokens:Audiences", "urn:incidents", "Tokens:Audiences is not a setting")]
    public void A_wrong_setting_is_named(string name, string? value, string told)
    {
        var settings = new Dictionary<string, string?>(Sound);
        if (value is null) settings.Remove(name);
        else settings[name] = value;

        var refusal = Assert.Throws<InvalidOperationException>(() => From(settings));

        Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Theory]
    [InlineData("https://id.example/keys", true)]
    [InlineData("http://127.0.0.1:4000/keys", true)]
    [InlineData("http://[::1]:4000/keys", true)]
    [InlineData("http://localhost:4000/keys", true)]
    [InlineData("http://127.0.0.1.example/keys", false)]
    [InlineData("http://10.0.0.1/keys", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/keys", false)]
    public void Keys_are_read_over_a_safe_line_alone(string address, bool safe) => Assert.Equal(safe, TokenSettings.IsSafe(address));

    private static TokenSettings? From(Dictionary<string, string?> settings) =>
        TokenSettings.From(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
}
