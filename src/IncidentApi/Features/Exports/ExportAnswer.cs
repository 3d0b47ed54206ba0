using System.Globalization;
using System.Text.Json;
using IncidentApi.Features.Exports.Formats;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Exports;

/// <summary>Answers with an export as it comes from the database, and at its end with the manifest as a trailer.</summary>
internal sealed class ExportAnswer(Export export, ExportRun run) : IResult
{
    public const string IdHeader = "Export-Id";
    public const string ManifestTrailer = "Export-Manifest";

    private const int MostSnapshots = 20;

    // RFC 9530 digests what is sent, so with a content coding it is another field that tells of the file.
    private const string DigestTrailer = "Repr-Digest";
    private const string DigestOfCodedTrailer = "Unencoded-Digest";

    // A field of HTTP is ASCII: everything else is escaped.
    private static readonly JsonSerializerOptions Ascii = new(Json.Answers) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default };

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        SetHeaders(response, export.Format, export.Door.Name, export.Began, export.After is not null);
        response.Headers[IdHeader] = export.Id.ToString();
        response.Headers.Link = $"</v1/exports/{export.Id}>; rel=\"describedby\"; type=\"application/json\"";
        var body = TrailingBody.Of(response, ManifestTrailer, DigestTrailer, DigestOfCodedTrailer);
        if (!await run.RunAsync(export, body, httpContext)) return;

        await body.EndAsync(
        [
            (ManifestTrailer, JsonSerializer.Serialize(InOneField(export.ToManifest(ExportManifest.Complete)), Ascii)),
            (body.Coding is null ? DigestTrailer : DigestOfCodedTrailer, $"sha-256=:{Convert.ToBase64String(export.Digest!)}:"),
        ], httpContext.RequestAborted);
    }

    /// <summary>Clients take only so much of a field: of many snapshots the first and the last stand for all.</summary>
    private static ExportManifest InOneField(ExportManifest manifest) =>
        manifest.Snapshots.Count <= MostSnapshots ? manifest : manifest with { Snapshots = [manifest.Snapshots[0], manifest.Snapshots[^1]] };

    public static void SetHeaders(HttpResponse response, string format, string scope, DateTimeOffset on, bool goesOn)
    {
        response.ContentType = ExportFormat.MediaTypeOf(format, goesOn);
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = string.Create(CultureInfo.InvariantCulture, $"attachment; filename=\"incidents-{scope}-{on:yyyy-MM-dd}.{format}\"");
    }
}

/// <summary>What GET would answer with, without the export: to HEAD.</summary>
internal sealed class ExportHeaders(string format, string scope, DateTimeOffset on, bool goesOn) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ExportAnswer.SetHeaders(httpContext.Response, format, scope, on, goesOn);
        return Task.CompletedTask;
    }
}
