using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Platform.Freshness;

/// <summary>An answer as it was sent: the headers that its handler set, its bytes, and its bytes in each content coding that somebody asked for.</summary>
/// <param name="Tag">What it is called, which tells whether it still holds.</param>
/// <param name="ETag">What its reader is told that it is called: the same, or the version that it shows.</param>
/// <param name="Headers">What else the handler set.</param>
/// <param name="Vary">The request headers by which the handler chose.</param>
/// <param name="Body">Its bytes, not compressed.</param>
internal sealed record KeptAnswer(string Tag, string ETag, IReadOnlyList<KeyValuePair<string, StringValues>> Headers, IReadOnlyList<string> Vary, byte[] Body)
{
    // What an entry takes beside its bytes, roughly.
    private const int Overhead = 1_024;

    private readonly ConcurrentDictionary<string, Lazy<byte[]>> _coded = new();

    public long Size => Overhead + Body.Length + _coded.Values.Where(coded => coded.IsValueCreated).Sum(coded => coded.Value.Length);

    /// <summary>Sets what the handler set; what stood there already for this reader stays.</summary>
    public void ShowHeaders(HttpResponse response)
    {
        response.Headers.ETag = ETag;
        foreach (var (name, value) in Headers) response.Headers[name] = value;
        foreach (var name in Vary) response.VariesBy(name);
    }

    /// <summary>The bytes in a content coding, compressed once for all who want it: so it may take longer than for one.</summary>
    public byte[] In(string coding) => _coded.GetOrAdd(coding, name => new Lazy<byte[]>(() => Compress(name))).Value;

    /// <summary>Whether the bytes are there in this coding already.</summary>
    public bool Has(string coding) => _coded.TryGetValue(coding, out var coded) && coded.IsValueCreated;

    private byte[] Compress(string coding)
    {
        var buffer = new MemoryStream();
        using (Stream compressing = coding == "br" ? new BrotliStream(buffer, CompressionLevel.Optimal) : new GZipStream(buffer, CompressionLevel.Optimal)) compressing.Write(Body);
        return buffer.ToArray();
    }
}

/// <summary>The header Vary, name by name.</summary>
internal static class Varying
{
    public static IReadOnlyList<string> Variations(this HttpResponse response) => response.Headers.GetCommaSeparatedValues(HeaderNames.Vary);

    public static void VariesBy(this HttpResponse response, string name)
    {
        if (!response.Variations().Contains(name, StringComparer.OrdinalIgnoreCase)) response.Headers.Append(HeaderNames.Vary, name);
    }
}
