using System.Text.Json;

namespace IncidentApi.Features.Vocabularies;

/// <summary>What a term is called in English, Russian and Kyrgyz, and which of these a native reader must confirm.</summary>
internal sealed record Labels(string English, string? Russian, string? Kyrgyz, IReadOnlyList<string> Doubtful)
{
    public static readonly IReadOnlyList<string> Languages = ["en", "ru", "ky"];

    /// <summary>The label in this language, as the file has it, doubtful or not.</summary>
    public string? this[string language] => language switch { "ky" => Kyrgyz, "ru" => Russian, _ => English };

    /// <summary>Every label there is, by language tag.</summary>
    public IReadOnlyDictionary<string, string> ByLanguage => Languages
        .Where(language => this[language] is not null).ToDictionary(language => language, language => this[language]!);

    /// <summary>
    /// The best label for a reader of this language, never one in doubt: Russian for want of Kyrgyz, English for want of both.
    /// </summary>
    public (string Text, string Language) In(string language)
    {
        if (language is "ky" && Sure("ky") is { } kyrgyz) return (kyrgyz, "ky");
        if (language is "ky" or "ru" && Sure("ru") is { } russian) return (russian, "ru");
        return (English, "en");
    }

    public static Labels Of(JsonElement term) =>
        new(term.GetProperty("en").GetString()!, Label(term, "ru"), Label(term, "ky"), Term.Strings(term, "doubtful"));

    private string? Sure(string language) => Doubtful.Contains(language) ? null : this[language];

    private static string? Label(JsonElement term, string language) =>
        term.TryGetProperty(language, out var label) ? label.GetString() : null;
}
