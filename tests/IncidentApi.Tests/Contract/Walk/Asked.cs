using System.Text.Json.Nodes;
using IncidentApi.Tests.Architecture;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Walk;

/// <summary>One operation of the document, to be asked for one of the statuses that it declares.</summary>
internal sealed record Asked(string Method, string Path, string Name, int Status)
{
    public string Route => $"{Method} {Path}";

    public bool TakesBody => new Place(null!, default, default, default, default, default).BodyOf(Route) is not null;

    public override string ToString() => $"{Name} {Status}";

    /// <summary>Sends what succeeds there, but for what is said.</summary>
    public Task<Answer> SendAsync(HttpClient client, Place at, JsonNode? body = null, string? ifMatch = "*", string query = "", params (string, string)[] headers)
    {
        var address = at.AddressOf(Route);
        if (query.Length > 0) address += (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + query;
        return client.SendAsync(new HttpMethod(Method), address, body ?? at.BodyOf(Route), Method == "GET" ? null : ifMatch, headers);
    }
}
