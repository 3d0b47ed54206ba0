using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Vocabularies;

internal static class ListVocabularies
{
    /// <summary>Lists the vocabularies, by name.</summary>
    public static ReferenceData<VocabularyList> Handle(HttpRequest request) =>
        new(new([.. VocabularyFiles.Names.Select(name => Listed(Vocabulary.Named(name), request))]));

    private static ListedVocabulary Listed(Vocabulary vocabulary, HttpRequest request) => new(vocabulary.Name, vocabulary.Note,
        vocabulary.Terms.Count, new($"{request.PathBase}/v1/vocabularies/{vocabulary.Name}"));
}

/// <summary>Every vocabulary there is, on one page.</summary>
/// <param name="Items">The vocabularies, by name.</param>
internal sealed record VocabularyList(IReadOnlyList<ListedVocabulary> Items);

/// <summary>A vocabulary without its terms.</summary>
/// <param name="Name">The member of an incident whose values it lists, or what it is a list of.</param>
/// <param name="Note">What it is for and how it is meant.</param>
/// <param name="Terms">How many terms it has.</param>
/// <param name="Links">Where to go from here.</param>
[SchemaName("Vocabulary")]
internal sealed record ListedVocabulary(string Name, string Note, int Terms, VocabularyLinks Links);

/// <summary>Addresses that belong to a vocabulary.</summary>
/// <param name="Self">Where its terms are.</param>
internal sealed record VocabularyLinks(string Self);
