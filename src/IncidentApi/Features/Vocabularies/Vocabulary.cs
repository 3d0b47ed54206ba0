using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using IncidentApi.Features.Vocabularies.Names;

namespace IncidentApi.Features.Vocabularies;

/// <summary>A closed list of terms that a record may use, in the order in which people read it.</summary>
internal sealed class Vocabulary
{
    private readonly FrozenDictionary<string, Term> _byCode;
    private readonly Lazy<NameIndex<Term>> _names;

    public Vocabulary(string name, string note, Term[] terms)
    {
        Name = name;
        Note = note;
        Terms = terms;
        Codes = Array.ConvertAll(terms, term => term.Code);
        _byCode = terms.ToFrozenDictionary(term => term.Code);
        _names = new(() => new NameIndex<Term>(terms, term => term.Names));
    }

    public string Name { get; }

    public string Note { get; }

    public IReadOnlyList<Term> Terms { get; }

    public IReadOnlyList<string> Codes { get; }

    /// <summary>The term with this code; a code that is not in the list is a mistake in the program.</summary>
    public Term this[string code] => _byCode[code];

    public bool Contains(string code) => _byCode.ContainsKey(code);

    public bool TryGet(string code, [MaybeNullWhen(false)] out Term term) => _byCode.TryGetValue(code, out term);

    /// <summary>The codes whose code, label or other name reads most like the text, in any script; best first.</summary>
    public IReadOnlyList<string> Near(string text, int most = 3) =>
        [.. _names.Value.Near(text).Take(most).Select(term => term.Code)];

    /// <summary>The vocabulary that the program knows by this name; it has to exist.</summary>
    public static Vocabulary Named(string name) =>
        VocabularyFiles.Find(name) ?? throw new ArgumentException($"There is no vocabulary {name}.", nameof(name));
}
