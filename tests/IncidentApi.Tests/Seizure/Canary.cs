using System.Text;
using IncidentApi.Features.People.Names;

namespace IncidentApi.Tests.Seizure;

/// <summary>A word that stands nowhere but where a test put it, in every form in which it could lie about.</summary>
/// <param name="What">What it is, for whoever reads that it was found.</param>
/// <param name="Text">One word, so that no store can take it apart.</param>
internal sealed record Canary(string What, string Text)
{
    /// <summary>The word as it was sent, in small letters, in the folded form of names, in other encodings, and escaped.</summary>
    public IReadOnlyList<byte[]> Forms { get; } = [.. FormsOf(Text).DistinctBy(Convert.ToHexString)];

    public override string ToString() => $"{What} ({Text})";

    private static IEnumerable<byte[]> FormsOf(string text)
    {
        // A key has no name's form: of its letters words would be made that may stand anywhere.
        var stems = text.All(char.IsLetter) ? NameForms.TokensOf(text).Select(token => token.Stem) : [];
        string[] written = [text, text.ToLowerInvariant(), text.ToUpperInvariant(), .. stems.Where(stem => stem.Length > 4)];
        foreach (var form in written.Distinct())
        {
            var bytes = Encoding.UTF8.GetBytes(form);
            yield return bytes;
            yield return Encoding.Unicode.GetBytes(form);
            yield return Encoding.ASCII.GetBytes(Convert.ToHexString(bytes));
            yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes));
            for (var shift = 0; shift < 3; shift++) yield return Base64(bytes, shift);
            if (bytes.Length > form.Length) yield return Encoding.ASCII.GetBytes(string.Concat(form.Select(letter => $"\\u{(int)letter:x4}")));
        }
    }

    /// <summary>The part of a base64 text that is the same whatever stands before and behind.</summary>
    private static byte[] Base64(byte[] bytes, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. bytes]);
        var begin = shift == 0 ? 0 : shift + 1;
        return Encoding.ASCII.GetBytes(text[begin..(text.TrimEnd('=').Length - 2)]);
    }
}
