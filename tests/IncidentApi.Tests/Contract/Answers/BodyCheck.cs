using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>Judges a body that somebody has read: JSON by its schema, a text of lines line by line. Other forms have no schema.</summary>
internal sealed class BodyCheck(string mediaType, DeclaredContent declared, IReadOnlySet<string> problems, Action<string> fail)
{
    /// <summary>Of what is larger only lines are judged: no test holds a stream in memory for us.</summary>
    public const int Most = 4 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly bool _isLines = mediaType == "application/x-ndjson";

    public bool IsWanted => _isLines || mediaType.EndsWith("json", StringComparison.Ordinal);

    public void Judge(byte[] read, bool whole, IEnumerable<string> encodings)
    {
        if (!whole && (!_isLines || encodings.Any())) return;

        var body = encodings.Reverse().Aggregate(read, Decoded);
        if (!_isLines) Judge(body, declared.Body);
        else if (whole) Lines(body, body.Length);
        else Lines(body, body.AsSpan().LastIndexOf((byte)'\n'));
    }

    private void Lines(byte[] body, int until)
    {
        foreach (var line in Encoding.UTF8.GetString(body, 0, Math.Max(until, 0)).Split('\n', StringSplitOptions.RemoveEmptyEntries)) Judge(Encoding.UTF8.GetBytes(line), declared.Line);
    }

    private void Judge(byte[] json, CompiledSchema? schema)
    {
        try
        {
            using var parsed = JsonDocument.Parse(json, Strict);
            var value = parsed.RootElement;
            foreach (var fault in schema?.FaultsOf(value) ?? []) fail(fault);
            if (problems.Count > 0 && !problems.Contains(value.GetProperty("type").GetString()!)) fail($"the document does not tell of the problem {value.GetProperty("type")} here");
        }
        catch (JsonException broken)
        {
            fail($"its body is no JSON ({broken.Message}): {Encoding.UTF8.GetString(json.AsSpan(0, Math.Min(json.Length, 160)))}");
        }
    }

    private static byte[] Decoded(byte[] body, string encoding)
    {
        using var coded = new MemoryStream(body);
        using Stream decoding = encoding == "br" ? new BrotliStream(coded, CompressionMode.Decompress) : new GZipStream(coded, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        decoding.CopyTo(plain);
        return plain.ToArray();
    }
}
