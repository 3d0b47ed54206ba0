using System.Text.RegularExpressions;

namespace IncidentApi.Platform.Http;

/// <summary>Names a part within its record.</summary>
internal sealed partial class RefAttribute : TextFormAttribute
{
    public override string Expected => "1 to 40 letters, digits, dots, hyphens or underscores";

    public override string Pattern => "^[A-Za-z0-9._-]{1,40}$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) =>
        Form().IsMatch(text) ? null : (Problems.InvalidFormat, $"This takes {Expected}.");

    [GeneratedRegex("^[A-Za-z0-9._-]{1,40}$")]
    private static partial Regex Form();
}

/// <summary>A UUID (RFC 9562).</summary>
internal sealed class UuidAttribute : TextFormAttribute
{
    public override string Expected => "a UUID";

    public override string Pattern => "^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) =>
        Guid.TryParseExact(text, "D", out _) ? null : (Problems.InvalidFormat, $"This takes {Expected}.");
}

/// <summary>An absolute address on the web (RFC 3986).</summary>
internal sealed class WebAddressAttribute : TextFormAttribute
{
    public override string Expected => "an address that begins with https:// or http://";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? null
            : (Problems.InvalidFormat, $"This takes {Expected}.");
}

/// <summary>A language tag (BCP 47): the primary subtag with script and region.</summary>
internal sealed partial class LanguageTagAttribute : TextFormAttribute
{
    public override string Expected => "a language tag like en, ru, ky or ky-Cyrl-KG (BCP 47)";

    public override string Pattern => "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$";

    public override (ProblemKind Kind, string Detail)? FaultOf(string text) =>
        Form().IsMatch(text) ? null : (Problems.InvalidFormat, $"This takes {Expected}.");

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$")]
    private static partial Regex Form();
}
