using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>The examples of one room of the service: what a story was answered has to be what its files say.</summary>
internal sealed partial class KeptExamples(string room, Settled settled)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public KeptExamples(string room)
        : this(room, new Settled())
    {
    }

    public Settled Settled => settled;

    public Task KeepAsync(string name, JsonNode json) => Approval.RequireAsync(FileOf($"{name}.json"), settled.Of(json).ToJsonString(Readable) + "\n");

    /// <summary>The answer of an operation in a form other than JSON.</summary>
    /// <param name="file">The operation's name, with the ending of the form.</param>
    /// <param name="text">What it answered.</param>
    public Task KeepTextAsync(string file, string text) => Approval.RequireAsync(FileOf(file), settled.Of(text));

    /// <summary>An answer whose hashes and signatures verify: it stays as it came as long as the service answers in the same shape.</summary>
    public async Task KeepSealedAsync(string file, string text)
    {
        var path = FileOf(file);
        var kept = File.Exists(Repository.Path(path)) ? await File.ReadAllTextAsync(Repository.Path(path), TestContext.Current.CancellationToken) : "";
        await Approval.RequireAsync(path, ShapeOf(kept) == ShapeOf(text) ? kept : text);
    }

    /// <summary>Of a long list the beginning.</summary>
    public static JsonNode Shortened(JsonNode answer, string list, int items)
    {
        var copy = answer.DeepClone();
        copy[list] = new JsonArray([.. copy[list]!.AsArray().Take(items).Select(item => item!.DeepClone())]);
        return copy;
    }

    private static string ShapeOf(string text) => string.Join('\n', text.Split('\n').Select(line => line.StartsWith('{') ? ShapeOf(JsonNode.Parse(line)) : Drawn().Replace(line, "0")));

    private static string ShapeOf(JsonNode? node) => node switch
    {
        JsonArray items => $"[{string.Join(',', items.Select(ShapeOf).Distinct())}]",
        JsonObject members => $"{{{string.Join(',', members.Select(member => $"{member.Key}:{ShapeOf(member.Value)}"))}}}",
        _ => $"{node?.GetValueKind()}",
    };

    private string FileOf(string file) => $"src/IncidentApi/Features/{room}/Examples/{file}";

    // Numbers, and what hashes and signatures are in base64 or hexadecimal digits.
    [GeneratedRegex(@"[0-9A-Za-z+/=]{20,}|\b[0-9a-f]{8}\b|\d+")]
    private static partial Regex Drawn();
}
