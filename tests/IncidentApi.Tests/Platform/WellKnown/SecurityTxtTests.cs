using System.Globalization;
using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Platform.WellKnown;

/// <summary>Whoever finds a weakness learns whom to tell (RFC 9116), or that nobody was named.</summary>
public sealed class SecurityTxtTests(Api api)
{
    private const string Path = "/.well-known/security.txt";

    [Fact]
    public async Task A_service_without_a_contact_has_no_file() => (await api.Anonymous().ReadAsync(Path)).Expect(404, "not-found");

    [Fact]
    public async Task The_file_names_the_contacts_in_their_order_and_ends_in_the_future()
    {
        await using var service = await api.StartServiceAsync("--Security:Contact:0=mailto:security@example.org", "--Security:Contact:1=https://example.org/report",
            "--Security:Encryption=https://example.org/key.asc", "--Security:Policy=https://example.org/policy", "--Security:Languages=en, ru, ky", "--Security:Canonical=https://api.example.org/.well-known/security.txt");

        using var answer = await api.Anonymous(new Uri(service.Urls.Single())).GetAsync(new Uri(Path, UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var lines = (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var fields = lines.Select(line => line.Split(": ", 2)).ToList();
        Assert.Equal(["Contact", "Contact", "Expires", "Encryption", "Policy", "Preferred-Languages", "Canonical"], fields.Select(field => field[0]));
        Assert.Equal(["mailto:security@example.org", "https://example.org/report"], fields[..2].Select(field => field[1]));
        var expires = DateTimeOffset.ParseExact(fields[2][1], "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(expires, now.AddDays(30), now.AddYears(1));
    }

    [Fact]
    public async Task A_contact_that_nobody_looked_at_again_is_not_shown()
    {
        await using var service = await api.StartServiceAsync("--Security:Contact:0=mailto:security@example.org", "--Security:Expires=2020-01-01T00:00:00Z");

        (await api.Anonymous(new Uri(service.Urls.Single())).ReadAsync(Path)).Expect(404, "not-found");
    }

    [Theory]
    [InlineData("Contact:0", "security@example.org")]
    [InlineData("Contact:0", "http://example.org/report")]
    [InlineData("Contact:0", "mailto:a@example.org\nContact: mailto:b@example.org")]
    [InlineData("Contact:0", "javascript:alert(1)")]
    [InlineData("Encryption", "key.asc")]
    [InlineData("Policy", "http://example.org")]
    [InlineData("Languages", "en\nHiring: https://example.org")]
    public void What_is_no_address_keeps_the_service_from_starting(string setting, string value)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => Service.Create([$"--Secrets:File={api.SecretFile}", $"--Security:{setting}={value}"]));

        Assert.Contains($"Security:{setting.Split(':')[0]}", refusal.Message, StringComparison.Ordinal);
    }
}
