using System.ComponentModel;
using System.Diagnostics;

namespace IncidentApi.Local.Postgres.Programs;

/// <summary>What came of running a program of this machine to its end.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>What the program said, in the order in which it is worth reading.</summary>
    public string Said => string.Join('\n', new[] { Errors.Trim(), Output.Trim() }.Where(text => text.Length > 0));

    /// <summary>Runs a program as another user if one is given, without the caller's own PostgreSQL settings.</summary>
    public static async Task<ProgramRun> OfAsync(
        string program, IEnumerable<string> arguments, ServerUser? user, CancellationToken cancellation)
    {
        using var process = Start(program, arguments, user);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);

        try
        {
            await process.WaitForExitAsync(cancellation);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public static Process Start(string program, IEnumerable<string> arguments, ServerUser? user)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(Environment.CurrentDirectory),
        };
        foreach (var name in start.Environment.Keys.Where(IsPostgresSetting).ToList()) start.Environment.Remove(name);
        if (user is not null) start.UserName = user.Name;

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception refusal)
        {
            var asWhom = user is null ? "" : $" as the user '{user.Name}'";
            throw new CannotStartException($"Cannot run {program}{asWhom}: {refusal.Message}", refusal);
        }
    }

    private static bool IsPostgresSetting(string variable) => variable.StartsWith("PG", StringComparison.Ordinal);
}
