using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;

namespace IncidentApi.Platform.WellKnown;

/// <summary>
/// Whom to tell of a weakness of this installation: the section <c>Security</c> of the configuration. Without a contact there is no file,
/// for an address that nobody reads is worse than none.
/// </summary>
internal sealed record SecurityContact
{
    // So that a file which somebody kept is asked for anew (RFC 9116 §2.5.5 advises less than a year).
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>Where to write or call, the best first: mailto:, https: or tel:.</summary>
    public IReadOnlyList<string> Contact { get; init; } = [];

    /// <summary>A key to write with, as an address: https:, openpgp4fpr: or dns:.</summary>
    public string? Encryption { get; init; }

    /// <summary>What reporters may expect, as an address.</summary>
    public string? Policy { get; init; }

    /// <summary>The languages in which one may write, such as <c>en, ru, ky</c>.</summary>
    public string? Languages { get; init; }

    /// <summary>Where this file is found from outside.</summary>
    public string? Canonical { get; init; }

    /// <summary>When somebody has to look whether all this still holds; from then on there is no file. Unless set, the file says 90 days, anew each day.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>The settings, or one sentence about what is wrong with them.</summary>
    public static SecurityContact From(IConfiguration configuration)
    {
        var contact = configuration.GetSection("Security").Get<SecurityContact>() ?? new SecurityContact();
        Require("Contact", ["mailto", "https", "tel"], contact.Contact);
        Require("Encryption", ["https", "openpgp4fpr", "dns"], contact.Encryption);
        Require("Policy", ["https"], contact.Policy);
        Require("Canonical", ["https"], contact.Canonical);
        return contact.Languages is { } languages && !languages.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or ',' or ' ')
            ? throw new ValidationException("Security:Languages takes language tags with commas between, such as en, ru.")
            : contact;
    }

    /// <summary>The file (RFC 9116); null where there is nobody to name.</summary>
    public string? ToFile(DateTimeOffset now)
    {
        if (Contact.Count == 0 || Expires <= now) return null;

        var file = new StringBuilder();
        foreach (var contact in Contact) file.Append(CultureInfo.InvariantCulture, $"Contact: {contact}\n");
        file.Append(CultureInfo.InvariantCulture, $"Expires: {(Expires ?? now.UtcDateTime.Date + Lifetime).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\n");
        foreach (var (name, value) in new[] { ("Encryption", Encryption), ("Policy", Policy), ("Preferred-Languages", Languages), ("Canonical", Canonical) })
        {
            if (value is not null) file.Append(CultureInfo.InvariantCulture, $"{name}: {value}\n");
        }

        return file.ToString();
    }

    private static void Require(string setting, string[] schemes, params IEnumerable<string?> addresses)
    {
        foreach (var address in addresses.OfType<string>())
        {
            if (!address.All(char.IsAscii) || address.Any(char.IsControl) || address.Contains(' ', StringComparison.Ordinal) || !Uri.TryCreate(address, UriKind.Absolute, out var uri) || !schemes.Contains(uri.Scheme))
            {
                throw new ValidationException($"Security:{setting} is “{address}”, but takes an address that begins with {string.Join(", ", schemes.Select(scheme => $"{scheme}:"))}.");
            }
        }
    }
}
