using IncidentApi.Features.Incidents.Query;

namespace IncidentApi.Features.Statistics.Tables;

/// <summary>The addresses of the lists of records behind the figures of a table: the same question through the same door.</summary>
internal sealed class TableLinks(HttpRequest request, Door door, params string[] leaveOut)
{
    private readonly string _list = $"{request.Path.ToString().TrimEnd('/')}/incidents?scope={door.Name}" + string.Concat(request.Query
        .Where(part => part.Key is not ("scope" or "format") && !leaveOut.Contains(part.Key, StringComparer.Ordinal)).Select(part => Written(part.Key, part.Value.ToString())));

    /// <summary>The list of everything that the table counts.</summary>
    public string OfAll => _list;

    /// <summary>The list behind one row.</summary>
    public string Of(params (string Name, string Value)[] row) => _list + string.Concat(row.Select(part => Written(part.Name, part.Value)));

    /// <summary>The list behind the row with this key.</summary>
    public string Of(IReadOnlyDictionary<string, string> key) => Of(("key", string.Join(',', key.Values)));

    // A comma may stand in a query as it is (RFC 3986 §3.4), and people read these.
    private static string Written(string name, string value) => $"&{name}={Uri.EscapeDataString(value).Replace("%2C", ",", StringComparison.Ordinal)}";
}
