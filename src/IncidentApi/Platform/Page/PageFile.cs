using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Platform.Page;

/// <summary>
/// A file of the page as it was built. Files lie inside the program, so that no way to start it can miss them, and are compressed once, as
/// small as they get: on a bad line the page is a quarter smaller than what is compressed for each request.
/// </summary>
internal sealed class PageFile
{
    private const string Folder = "wwwroot/";

    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly byte[] _bytes;
    private readonly string _digest;
    private readonly string _type;
    private readonly Lazy<Form[]> _forms;

    private PageFile(string name, byte[] bytes)
    {
        Path = name is "index.html" ? "/" : $"/{name}";
        _bytes = bytes;
        _digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
        _type = Types.TryGetContentType(name, out var type) ? type : "text/plain";
        if (_type.StartsWith("text/", StringComparison.Ordinal)) _type += "; charset=utf-8";
        _forms = new(() =>
        [
            new("br", Compressed(stream => new BrotliStream(stream, CompressionLevel.SmallestSize))),
            new("gzip", Compressed(stream => new GZipStream(stream, CompressionLevel.SmallestSize))),
        ]);
    }

    /// <summary>Where it is served.</summary>
    public string Path { get; }

    /// <summary>Every file that was built into the program.</summary>
    public static IEnumerable<PageFile> All { get; } = [.. ReadAll()];

    /// <summary>The file, in the smallest form that the reader takes.</summary>
    public FileContentHttpResult Answer(HttpContext http)
    {
        var (coding, bytes) = _forms.Value.FirstOrDefault(form => Takes(http.Request, form.Coding)) ?? new("", _bytes);
        var headers = http.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;

        // Names change with what they name, but for the page itself.
        headers.CacheControl = Path is "/" ? "no-cache" : "public, max-age=31536000, immutable";
        if (coding.Length > 0) headers.ContentEncoding = coding;
        return TypedResults.Bytes(bytes, _type, entityTag: new EntityTagHeaderValue($"\"{_digest}{coding}\""));
    }

    private static bool Takes(HttpRequest request, string coding) => request.GetTypedHeaders().AcceptEncoding.Any(taken => taken.Value == coding && taken.Quality != 0);

    private static IEnumerable<PageFile> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            yield return new PageFile(resource[Folder.Length..].Replace('\\', '/'), copy.ToArray());
        }
    }

    private byte[] Compressed(Func<Stream, Stream> compress)
    {
        using var target = new MemoryStream();
        using (var stream = compress(target)) stream.Write(_bytes);
        return target.ToArray();
    }

    private sealed record Form(string Coding, byte[] Bytes);
}
