using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Features.Vocabularies;

internal static class GetVocabulary
{
    internal sealed record Parameters
    {
        [Description("The language of the labels; by default the one that Accept-Language prefers, else English.")]
        [OneOf("en", "ru", "ky", Called = "LabelLanguage", Note = "A language of labels.")] public string? Lang { get; set; }

        [Description("How many terms a page has.")]
        [Range(1, 200)] public int Limit { get; set; } = 200;

        [Description("The nextCursor of the page before.")]
        public string? After { get; set; }
    }

    /// <summary>Reads the terms of a vocabulary, with their labels, definitions and crosswalk.</summary>
    /// <param name="name">The name of the vocabulary, such as people.role or violations.type.</param>
    public static Results<ReferenceData<VocabularyPage>, ProblemResult> Handle(
        string name, Query<Parameters> query, Cursors cursors, HttpRequest request)
    {
        if (VocabularyFiles.Find(name) is not { } vocabulary) return NoSuchVocabulary(name);

        var asked = query.Value;
        var language = ReadersLanguage.Of(asked.Lang, request);
        var begin = asked.After is null ? 0 : Following(vocabulary, cursors, asked.After);
        var end = Math.Min(begin + asked.Limit, vocabulary.Terms.Count);
        var next = end < vocabulary.Terms.Count ? cursors.Write(ListOf(vocabulary), vocabulary.Codes[end - 1], Guid.Empty) : null;
        var page = new VocabularyPage(name, vocabulary.Note, language,
            [.. vocabulary.Terms.Skip(begin).Take(asked.Limit).Select(term => ListedTerm.Of(term, language))])
        {
            NextCursor = next,
        };

        return new ReferenceData<VocabularyPage>(page)
        {
            Varies = asked.Lang is null ? HeaderNames.AcceptLanguage : null,
            Next = next is null ? null : PageLink.Next(request, next),
        };
    }

    private static ProblemResult NoSuchVocabulary(string name)
    {
        var near = VocabularyFiles.Near(name);
        if (near is []) return Problems.NotFound.With("There is no such vocabulary.");

        return new(Problems.NotFound, $"There is no such vocabulary. Near: {string.Join(", ", near)}.", [])
        {
            More = new Dictionary<string, object> { ["near"] = near },
        };
    }

    // A code that a cursor bears stays in its list, since codes never go; a cursor of another list is refused by its seal.
    private static int Following(Vocabulary vocabulary, Cursors cursors, string after)
    {
        var (last, _) = cursors.Read(ListOf(vocabulary), after);
        return vocabulary.Codes.TakeWhile(code => code != last).Count() + 1;
    }

    private static string ListOf(Vocabulary vocabulary) => $"vocabulary {vocabulary.Name}";
}

/// <summary>A page of a vocabulary.</summary>
/// <param name="Name">The member of an incident whose values it lists, or what it is a list of.</param>
/// <param name="Note">What it is for and how it is meant.</param>
/// <param name="Language">The language for which the labels were chosen.</param>
/// <param name="Items">The terms, in the order in which people read them.</param>
internal sealed record VocabularyPage(string Name, string Note, string Language, IReadOnlyList<ListedTerm> Items)
{
    /// <summary>Send it in after for the next page; null on the last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)] public string? NextCursor { get; init; }
}
