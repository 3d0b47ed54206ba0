using System.Globalization;
using System.Net;
using System.Text;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Walk;

/// <summary>
/// Sends the head of a request that announces a body, a few bytes of it, and then waits for what the service says to that: too large by what was announced, or too
/// slow by what comes. No HTTP client sends so. It speaks HTTP/1.0, so that the answer ends with the connection.
/// </summary>
/// <param name="announced">How many bytes are said to come.</param>
internal sealed class CutShort(long announced) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await using var connection = await RawConnection.OpenAsync(request.RequestUri!);
        var headers = request.Headers.Concat(request.Content!.Headers.Where(header => header.Key != "Content-Length")).Select(header => $"{header.Key}: {string.Join(", ", header.Value)}\r\n");
        await connection.SendAsync($"{request.Method} {request.RequestUri!.PathAndQuery} HTTP/1.0\r\nHost: x\r\n{string.Concat(headers)}Content-Length: {announced}\r\n\r\n{{\"");
        return Read(await connection.ReadToEndAsync(), request);
    }

    private static HttpResponseMessage Read(string text, HttpRequestMessage request)
    {
        var (head, body) = text.Split("\r\n\r\n", 2) is [var before, var behind] ? (before.Split("\r\n"), behind) : throw new HttpRequestException($"No answer, but “{text}”.");
        var response = new HttpResponseMessage((HttpStatusCode)int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture))
        {
            Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)),
            RequestMessage = request,
        };
        foreach (var line in head[1..])
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (!response.Headers.TryAddWithoutValidation(name, value)) response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
