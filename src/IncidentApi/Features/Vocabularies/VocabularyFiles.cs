using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using IncidentApi.Features.Vocabularies.Names;

namespace IncidentApi.Features.Vocabularies;

/// <summary>The vocabularies that come with the program, one JSON file each, read when somebody first asks.</summary>
internal static class VocabularyFiles
{
    private const string Folder = "Vocabularies/";
    private const string Extension = ".json";

    private static readonly FrozenDictionary<string, Lazy<Vocabulary>> Files = Assembly.GetExecutingAssembly()
        .GetManifestResourceNames()
        .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
        .Select(resource => resource[Folder.Length..^Extension.Length])
        .ToFrozenDictionary(name => name, name => new Lazy<Vocabulary>(() => Read(name)));

    public static IReadOnlyList<string> Names { get; } = [.. Files.Keys.Order(StringComparer.Ordinal)];

    private static readonly NameIndex<string> Index = new(Names, name => [name, .. name.Split('.')]);

    public static Vocabulary? Find(string name) => Files.TryGetValue(name, out var file) ? file.Value : null;

    /// <summary>The names that read most like a text that is none.</summary>
    public static IReadOnlyList<string> Near(string text) => [.. Index.Near(text).Take(3)];

    private static Vocabulary Read(string name)
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream(Folder + name + Extension)!;

        // The terms read their members from the document for as long as the program runs, so it is never disposed.
        var root = JsonDocument.Parse(file).RootElement;
        var terms = root.GetProperty("terms").EnumerateArray().Select(term => new Term(term)).ToArray();
        return new(name, root.GetProperty("note").GetString()!, terms);
    }
}
