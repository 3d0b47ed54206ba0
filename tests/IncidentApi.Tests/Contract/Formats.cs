using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IncidentApi.Tests.Contract;

/// <summary>The formats that the document names; a value of another type than a format's has none.</summary>
internal static partial class Formats
{
    public static bool Holds(string format, JsonElement value) => (format, value.ValueKind) switch
    {
        ("double" or "binary" or "byte", _) => true,
        ("int32", JsonValueKind.Number) => value.TryGetInt32(out _),
        ("int64", JsonValueKind.Number) => value.TryGetInt64(out _),
        ("uuid", JsonValueKind.String) => Guid.TryParseExact(value.GetString(), "D", out _),
        ("date", JsonValueKind.String) => DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ("date-time", JsonValueKind.String) => Instant().IsMatch(value.GetString()!) && DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _),
        ("uri", JsonValueKind.String) => Uri.TryCreate(value.GetString(), UriKind.Absolute, out _),
        ("uri-reference", JsonValueKind.String) => Uri.TryCreate(value.GetString(), UriKind.RelativeOrAbsolute, out _),
        ("int32" or "int64" or "uuid" or "date" or "date-time" or "uri" or "uri-reference", _) => true,
        _ => throw new NotSupportedException($"The format {format}"),
    };

    /// <summary>RFC 3339, which asks for seconds and an offset.</summary>
    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")]
    private static partial Regex Instant();
}
