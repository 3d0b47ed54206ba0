using System.Net;
using System.Net.Http.Json;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>
/// Stands between a client of the tests and the service, and holds every answer against the document: a status, a media type, a header or a
/// member that the document does not tell fails the test that asked. Bodies are judged when the test has read them to their end. What the service took, the document
/// must allow, or no generated client could send it.
/// </summary>
internal sealed class AnswerCheck(AnswerTally tally, HttpMessageHandler server) : DelegatingHandler(server)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (tally.Contract is not { } contract || !request.RequestUri!.AbsolutePath.StartsWith("/v1", StringComparison.OrdinalIgnoreCase)) return response;

        Judge(contract, request, response);
        if (response.IsSuccessStatusCode && OperationOf(contract, request) is { } operation)
        {
            // What others stream cannot be read again.
            var sent = request.Content is ByteArrayContent or JsonContent ? await request.Content.ReadAsByteArrayAsync(cancellationToken) : null;
            foreach (var fault in operation.Request.FaultsOf(request, sent)) tally.Fail($"{request.Method} {request.RequestUri.PathAndQuery} answered {(int)response.StatusCode}: {fault}.");
        }

        return response;
    }

    private static DeclaredOperation? OperationOf(DeclaredOperations contract, HttpRequestMessage request) =>
        contract.At(request.RequestUri!)?.GetValueOrDefault(request.Method == HttpMethod.Head ? "GET" : request.Method.Method);

    private void Judge(DeclaredOperations contract, HttpRequestMessage request, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        if (OperationOf(contract, request) is not { } operation)
        {
            Require(Unwritten.WhereNothingIs.ContainsKey(status) || Unwritten.IsForMethods(request, status), "the document knows no such operation, so this is no answer to it");
            return;
        }

        if (!operation.Answers.TryGetValue(status, out var declared))
        {
            Require(false, "the document does not declare this status");
            return;
        }

        foreach (var (name, required) in declared.Headers) Require(!required || response.Headers.Contains(name), $"it has no {name}");
        foreach (var header in response.Headers) Require(!tally.Headers.Contains(header.Key) || declared.Headers.ContainsKey(header.Key), $"the document does not tell of {header.Key} here");
        tally.Add(operation.Name, status);
        if (request.Method == HttpMethod.Head || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.NotModified) return;

        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (mediaType is null)
        {
            Require(response.Content.Headers.ContentLength is 0 or null, "it has a body of no media type");
            return;
        }

        if (!declared.Content.TryGetValue(mediaType, out var content))
        {
            Require(false, $"the document does not tell of {mediaType} here");
            return;
        }

        if (status is 200 && Chosen.FieldsOf(request.RequestUri!) is { } fields) content = tally.Chosen!.ContentOf(operation.Name, fields) ?? content;
        response.Content = new ReadContent(response.Content, new BodyCheck(mediaType, content, declared.Problems, fault => Require(false, fault)));

        void Require(bool holds, string fault)
        {
            if (!holds) tally.Fail($"{request.Method} {request.RequestUri!.PathAndQuery} answered {(int)response.StatusCode}: {fault}.");
        }
    }
}
