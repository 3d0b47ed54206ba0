using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Vocabularies;

/// <summary>Says that a text, or each text of a list, is a code of a vocabulary.</summary>
internal sealed class CodeAttribute(string name) : ClosedListAttribute
{
    private Vocabulary? _vocabulary;

    public override string Name => name;

    public override string Note => Found.Note.Split(". ")[0].TrimEnd('.') + ".";

    public override IReadOnlyList<string> Codes => Found.Codes;

    private Vocabulary Found => _vocabulary ??= Vocabulary.Named(name);

    public override bool Contains(string code) => Found.Contains(code);

    public override IReadOnlyList<string> Near(string text) => Found.Near(text);
}
