using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Freshness;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Features.Incidents.Freshness;

/// <summary>
/// What everybody may see, made once for everybody: a request asks together with all others how far the public log has come, and is answered from memory while
/// it stands where it stood. It comes after rates and keys, and before admission: what costs no query takes no place at the database.
/// </summary>
internal sealed class PublicAnswers(PublicStore store, AnswerTags tags, KeptAnswers kept, IResponseCompressionProvider compression)
{
    // Of what the server says in every answer, and for this reader alone.
    private static readonly string[] NotKept = [HeaderNames.Vary, HeaderNames.ContentLength, HeaderNames.ETag];

    private readonly AfterArrival<string> _position = new(async () =>
        (await store.ReadAsync(Scope.Nobody, Positions.Public, row => row.GetString(0), CancellationToken.None)).Single());

    public async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var caller = http.Features.Get<Caller>();
        if (http.GetEndpoint()?.Metadata.GetMetadata<FreshRoute>() is not { } route || !Doors.IsPublic(caller, http.Request.Query["scope"]))
        {
            await next(http);
            return;
        }

        var question = tags.OfQuestion(Door.Public, http.Request, route.Varies);
        var day = tags.Today;
        var position = await _position.AskAsync(http.RequestAborted);
        var tag = tags.OfAnswer(question, position, day);
        if (route.IsTagged && http.Request.Holds(tag))
        {
            FreshRoutes.Answered(http, caller);
            MayBeKept(http.Response, route);
            await new NotModified(tag).ExecuteAsync(http);
            return;
        }

        var (answer, madeHere) = await kept.FindOrMakeAsync(question, tag, outgrown => MakeAsync(http, route, tag, next, outgrown), http.RequestAborted);
        if (answer is not null)
        {
            if (!madeHere) FreshRoutes.Answered(http, caller);
            await ShowAsync(http, route, question, answer);
        }
        else if (!madeHere)
        {
            http.Response.OnStarting(() =>
            {
                Sign(http.Response, route, tag);
                return Task.CompletedTask;
            });
            await next(http);
        }
    }

    /// <summary>Runs the handler and collects what it writes. What is no answer to keep is sent as it is.</summary>
    private async Task<KeptAnswer?> MakeAsync(HttpContext http, FreshRoute route, string tag, RequestDelegate next, Action outgrown)
    {
        var response = http.Response;
        var before = response.Headers.ToDictionary();
        var variedBy = response.Variations();
        var reader = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        await using var captured = new CapturedBody(reader.Stream, kept.Most, () =>
        {
            Sign(response, route, tag);
            outgrown();
        });
        var capturing = new StreamResponseBodyFeature(captured);
        http.Features.Set<IHttpResponseBodyFeature>(capturing);

        // The answer is for others too, who hold something else.
        var held = http.Request.Headers.IfNoneMatch;
        http.Request.Headers.Remove(HeaderNames.IfNoneMatch);
        try
        {
            await next(http);
            await capturing.CompleteAsync();
        }
        finally
        {
            http.Features.Set(reader);
            http.Request.Headers.IfNoneMatch = held;
        }

        if (captured.IsOutgrown) return null;

        var body = captured.ToArray();
        if (response.StatusCode != StatusCodes.Status200OK)
        {
            if (body.Length > 0) await response.Body.WriteAsync(body, http.RequestAborted);
            return null;
        }

        Sign(response, route, tag);
        return new KeptAnswer(tag, response.Headers.ETag.ToString(),
            [.. response.Headers.Where(header => !NotKept.Contains(header.Key) && header.Value != before.GetValueOrDefault(header.Key))],
            [.. response.Variations().Except(variedBy, StringComparer.OrdinalIgnoreCase)], body);
    }

    private async Task ShowAsync(HttpContext http, FreshRoute route, string question, KeptAnswer answer)
    {
        var response = http.Response;
        if (http.Request.Holds(answer.ETag) || http.Request.HoldsAny())
        {
            response.Headers.Remove(HeaderNames.ContentType);
            MayBeKept(response, route);
            await new NotModified(answer.ETag).ExecuteAsync(http);
            return;
        }

        answer.ShowHeaders(response);
        var body = answer.Body;
        if (compression.ShouldCompressResponse(http))
        {
            response.VariesBy(HeaderNames.AcceptEncoding);
            if (compression.GetCompressionProvider(http)?.EncodingName is { } coding)
            {
                var wasThere = answer.Has(coding);
                body = answer.In(coding);
                if (!wasThere) kept.Weigh(question, answer);
                response.Headers.ContentEncoding = coding;
            }
        }

        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, http.RequestAborted);
    }

    private static void Sign(HttpResponse response, FreshRoute route, string tag)
    {
        if (response.StatusCode != StatusCodes.Status200OK) return;

        if (route.IsTagged) response.Headers.ETag = tag;
        MayBeKept(response, route);
    }

    private static void MayBeKept(HttpResponse response, FreshRoute route)
    {
        response.MayBeKept(isPublic: true);
        foreach (var name in route.Varies) response.VariesBy(name);
    }
}
