using System.ComponentModel.DataAnnotations;

namespace IncidentApi.Features.Exports;

/// <summary>How much of the service exports may take: the section <c>Exports</c> of the configuration. Each instance counts for itself.</summary>
internal sealed record ExportSettings
{
    /// <summary>How many exports may run together; each holds a connection to PostgreSQL beside the pool of all other requests.</summary>
    [Range(1, 1_000)] public int AtOnce { get; init; } = 8;

    /// <summary>How many of them one organisation may have. A network without a key may have one, and all who come without a key half of all.</summary>
    [Range(1, 1_000)] public int AtOncePerOrganisation { get; init; } = 2;

    /// <summary>How many seconds one snapshot lasts at most; a longer export goes on in another.</summary>
    [Range(0.001, 86_400.0)] public double SnapshotSeconds { get; init; } = 1_800;

    /// <summary>How many seconds an export may take altogether; then it is cut off, and goes on by <c>after</c> when its turn comes again.</summary>
    [Range(0.001, 604_800.0)] public double LongestSeconds { get; init; } = 7_200;

    /// <summary>For how many days an organisation's manifests are kept; those of exports without a key for one.</summary>
    [Range(1, 3_650)] public int KeptDays { get; init; } = 90;

    public TimeSpan Longest => TimeSpan.FromSeconds(LongestSeconds);

    public TimeSpan Snapshot => TimeSpan.FromSeconds(SnapshotSeconds);

    /// <summary>The settings, or one sentence about what is wrong with them.</summary>
    public static ExportSettings From(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Exports").Get<ExportSettings>() ?? new ExportSettings();
        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true)
            ? settings
            : throw new InvalidOperationException(string.Join(' ', faults.Select(fault => $"Exports: {fault.ErrorMessage}")));
    }
}
