using System.Globalization;

namespace IncidentApi.Platform.Audit.Checkpoints;

/// <summary>What a checkpoint says: whose tree it is, how many leaves it has, and its root (c2sp.org/tlog-checkpoint).</summary>
internal sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>Reads the text of a note, which may have more lines than we write; null when it is no checkpoint.</summary>
    public static Checkpoint? Read(string text)
    {
        var lines = text.Split('\n');
        var root = new byte[33];
        return lines.Length >= 4 && lines[0].Length > 0
            && long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && Convert.TryFromBase64String(lines[2], root, out var length) && length == 32
                ? new Checkpoint(lines[0], size, root[..32])
                : null;
    }
}

/// <summary>A text and who signed it (c2sp.org/signed-note).</summary>
internal sealed record Note(string Text, IReadOnlyList<NoteSignature> Signatures)
{
    private const string Dash = "— ";

    public Checkpoint? Checkpoint => Checkpoints.Checkpoint.Read(Text);

    public override string ToString() => Text + "\n" + string.Concat(Signatures.Select(signature =>
        $"{Dash}{signature.Name} {Convert.ToBase64String([.. signature.KeyId, .. signature.Bytes])}\n"));

    /// <summary>Reads a note; null when this is none.</summary>
    public static Note? Read(string note)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (end < 0 || !note.EndsWith('\n')) return null;

        var signatures = note[(end + 2)..^1].Split('\n').Select(NoteSignature.Read).ToList();
        return signatures.Contains(null) ? null : new Note(note[..(end + 1)], signatures!);
    }
}

internal sealed record NoteSignature(string Name, byte[] KeyId, byte[] Bytes)
{
    public static NoteSignature? Read(string line)
    {
        var bytes = new byte[1024];
        return line.Split(' ') is ["—", { Length: > 0 } name, var text] && Convert.TryFromBase64String(text, bytes, out var length) && length > 4
            ? new NoteSignature(name, bytes[..4], bytes[4..length])
            : null;
    }
}
