using System.CommandLine;
using System.Globalization;
using IncidentApi.Local.Files;
using IncidentApi.Local.Hosting;

namespace IncidentApi.Local;

/// <summary>What the launcher was asked to do.</summary>
/// <param name="Port">Null for the usual port, or any free one if that is taken.</param>
internal sealed record LaunchOptions(string Data, int? Port, bool Reset, bool Sample, string? ReadyFile)
{
    private static readonly Option<string> DataOption = new("--data")
    {
        Description = "The folder that keeps everything between two starts.",
        HelpName = "FOLDER",
        DefaultValueFactory = _ => UserFolders.Data,
    };

    private static readonly Option<int?> PortOption = new("--port")
    {
        Description = $"The port of the API on this machine; 0 for any free one. Without it: {ServiceHost.UsualPort}, or a free one.",
        HelpName = "PORT",
        CustomParser = argument =>
        {
            if (ushort.TryParse(argument.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return port;

            argument.AddError("A port is a number from 0 to 65535.");
            return null;
        },
    };

    private static readonly Option<bool> ResetOption = new("--reset")
    {
        Description = "Throw away everything in the data folder, and start afresh.",
    };

    private static readonly Option<bool> NoSampleOption = new("--no-sample")
    {
        Description = "Leave a new database empty.",
    };

    private static readonly Option<string?> ReadyFileOption = new("--ready-file")
    {
        Description = "Write the address and the keys into this file, as JSON, once the service answers.",
        HelpName = "PATH",
    };

    /// <summary>Reads a command line; the action runs unless help or the version was asked for, or something is not understood.</summary>
    public static Task<int> InvokeAsync(string[] args, Func<LaunchOptions, Task<int>> action)
    {
        var command = new RootCommand("Runs the incident API on this machine, with a PostgreSQL of its own.")
        {
            DataOption, PortOption, ResetOption, NoSampleOption, ReadyFileOption,
        };
        command.SetAction((result, _) => action(From(result)));

        // The launcher answers signals itself: everything stops in order, however long that takes.
        var settings = new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        return command.Parse(args).InvokeAsync(settings);
    }

    private static LaunchOptions From(ParseResult result) => new(
        result.GetRequiredValue(DataOption),
        result.GetValue(PortOption),
        result.GetValue(ResetOption),
        Sample: !result.GetValue(NoSampleOption),
        result.GetValue(ReadyFileOption) is { } path ? Path.GetFullPath(path) : null);
}
