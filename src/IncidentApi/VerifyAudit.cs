using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Platform.Audit.Verification;

namespace IncidentApi;

/// <summary>
/// The command verify-audit: checks an export of an audit log against checkpoints that were kept outside. It needs no database, no network
/// and no secret, so whoever keeps a checkpoint can run it.
/// </summary>
internal static class VerifyAudit
{
    private const string Usage = "verify-audit --export FILE --checkpoint FILE [--checkpoint FILE…] [--public-key FILE]";

    /// <returns>0 for a log that is what it was, 1 for one that is not, 2 when there is nothing to check.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        try
        {
            var asked = args.Chunk(2).Select(pair => pair is [var name, var file] && name is "--export" or "--checkpoint" or "--public-key"
                ? (Name: pair[0], File: pair[1]) : throw new InvalidDataException(Usage)).ToLookup(pair => pair.Name, pair => pair.File);
            if (asked["--export"].Count() != 1 || asked["--public-key"].Count() > 1) throw new InvalidDataException(Usage);

            var key = asked["--public-key"].SingleOrDefault() is not { } file ? null : VerifierKey.Read(await File.ReadAllTextAsync(file, cancellation))
                ?? throw new InvalidDataException($"{file} holds no key as /v1/audit/key gives it.");
            var kept = asked["--checkpoint"].Select(path => Note.Read(File.ReadAllText(path)) is { Checkpoint: not null } note ? note : throw new InvalidDataException($"{path} is no checkpoint.")).ToList();

            await using var export = File.OpenRead(asked["--export"].Single());
            var verdict = await new ExportCheck(kept, key).RunAsync(export, cancellation);
            if (verdict.Faults.Count > 0)
            {
                foreach (var fault in verdict.Faults) await output.WriteLineAsync(fault);
                return 1;
            }

            await output.WriteLineAsync($"The {verdict.Entries} entries are whole and in order, under a tree of {verdict.Size} leaves.");
            if (kept.Count == 0) await output.WriteLineAsync("No kept checkpoint was given: whoever runs the server could have rewritten all of it.");
            if (key is null) await output.WriteLineAsync("No public key was given: signatures were not checked.");
            return 0;
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(unreadable.Message);
            return 2;
        }
    }
}
