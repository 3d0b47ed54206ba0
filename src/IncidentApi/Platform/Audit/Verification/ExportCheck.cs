using System.Text.Json;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.Audit.Verification;

/// <summary>What a check found: the faults, the first of them first; none when the log is what it was.</summary>
internal sealed record ExportVerdict(long Entries, long? Size, IReadOnlyList<string> Faults);

/// <summary>
/// Checks an export against checkpoints that somebody kept outside. The chain shows which entry is not as it was written; a kept checkpoint
/// shows that the whole chain, and its length, are what they were when it was signed.
/// </summary>
internal sealed class ExportCheck(IReadOnlyList<Note> kept, VerifierKey? publicKey)
{
    private readonly List<string> _faults = [];

    public async Task<ExportVerdict> RunAsync(Stream export, CancellationToken cancellation)
    {
        using var reader = new StreamReader(export);
        if (await ReadAsync(reader, cancellation) is not LogLine { Format: CanonicalEntry.Format } log) return new ExportVerdict(0, null, ["This is no export of an audit log that this program can read."]);

        var chain = new ChainCheck(log.Organisation);
        var proofs = new List<ProofLine>();
        long? ended = null;
        for (string? broken = null; ended is null && await ReadAsync(reader, cancellation) is { } line;)
        {
            switch (line)
            {
                case EntryLine entry when broken is null:
                    // After a break nothing can be said of what follows.
                    if ((broken = chain.FaultOf(entry)) is not null) _faults.Add(broken);
                    break;
                case ProofLine proof: proofs.Add(proof); break;
                case EndLine end: ended = end.Entries; break;
                default: break;
            }
        }

        if (ended is null) _faults.Add("The export was cut: its last line is missing. Export again.");
        if (_faults.Count == 0) CheckLength(log, chain);
        var current = CheckCurrent(log, chain, proofs);
        foreach (var note in kept) CheckKept(note, current, log, chain, proofs);
        return new ExportVerdict(chain.Entries, current?.Size, _faults);
    }

    private static async Task<ExportLine?> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadLineAsync(cancellation) is { } line ? JsonSerializer.Deserialize<ExportLine>(line, Json.Answers) : null;
        }
        catch (Exception unreadable) when (unreadable is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private void CheckLength(LogLine log, ChainCheck chain)
    {
        if (chain.Entries < log.Entries) _faults.Add($"Entry {chain.Entries + 1} was removed: the log has {log.Entries} entries, and the export {chain.Entries}.");
        else if (!chain.HashAt(chain.Entries).AsSpan().SequenceEqual(log.Hash)) _faults.Add($"Entry {chain.Entries} is not the last one that the log was given, or was changed.");
    }

    /// <summary>The checkpoint of the export itself: signed, and with this log under it.</summary>
    private Checkpoint? CheckCurrent(LogLine log, ChainCheck chain, List<ProofLine> proofs)
    {
        if (log.Checkpoint is null || Note.Read(log.Checkpoint) is not { Checkpoint: { } current } note)
        {
            _faults.Add("The export has no checkpoint: the server signs none, or nothing was sealed yet.");
            return null;
        }

        RequireSignature(note, "The checkpoint of the export");
        RequireHead("the checkpoint of the export", current, log, chain, proofs);
        return current;
    }

    private void CheckKept(Note note, Checkpoint? current, LogLine log, ChainCheck chain, List<ProofLine> proofs)
    {
        if (note.Checkpoint is not { } checkpoint)
        {
            _faults.Add("The kept note is no checkpoint.");
            return;
        }

        var name = $"the kept checkpoint of size {checkpoint.Size}";
        RequireSignature(note, "The kept checkpoint");
        if (current is null) return;

        if (checkpoint.Origin != current.Origin)
        {
            _faults.Add($"The kept checkpoint is of another log, {checkpoint.Origin}, than the export's, {current.Origin}.");
        }
        else if (checkpoint.Size > current.Size)
        {
            _faults.Add($"The log was rolled back: entries from {chain.Entries + 1} on may be missing. The tree has {current.Size} leaves, and had {checkpoint.Size} when {name} was signed. "
                + "If the checkpoint is younger than the export, export again.");
        }
        else if (RequireHead(name, checkpoint, log, chain, proofs) is { } proof && !MerkleProofs.IsContinued(checkpoint.Size, checkpoint.Root, current.Size, current.Root, proof.Consistency))
        {
            _faults.Add($"The tree of the export is not the continuation of {name}: the log of the server was rewritten.");
        }
    }

    private ProofLine? RequireHead(string name, Checkpoint checkpoint, LogLine log, ChainCheck chain, List<ProofLine> proofs)
    {
        if (proofs.Find(proof => proof.Size == checkpoint.Size) is not { } proof)
        {
            _faults.Add($"Nothing proves that this log is under {name}. Export with checkpoint={checkpoint.Size}; "
                + "if that proves nothing either, the organisation had no sealed entry then, or the log was rewritten.");
            return null;
        }

        if (MerkleProofs.RootOf(log.Organisation, proof) is not { } root || !root.AsSpan().SequenceEqual(checkpoint.Root))
        {
            _faults.Add($"The log is not the one that is under {name}: an entry was changed or removed, and the tree made anew. Which one, an export that was kept tells, line by line.");
            return null;
        }

        if (proof.Position > chain.Entries)
        {
            // Where the chain broke before, this says nothing new.
            if (_faults.Count == 0) _faults.Add($"Entry {chain.Entries + 1} was removed: the log was cut, and had {proof.Position} entries under {name}.");
        }
        else if (!chain.HashAt(proof.Position).AsSpan().SequenceEqual(proof.Hash))
        {
            _faults.Add($"One of the entries 1 to {proof.Position} was changed: the chain is not the one that is under {name}.");
        }

        return proof;
    }

    private void RequireSignature(Note note, string name)
    {
        if (publicKey?.Signed(note) == false) _faults.Add($"{name} is not signed by {publicKey.Name}.");
    }
}
