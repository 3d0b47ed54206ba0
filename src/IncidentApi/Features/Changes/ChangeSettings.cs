using System.ComponentModel.DataAnnotations;

namespace IncidentApi.Features.Changes;

/// <summary>How long change logs reach back, and how many may follow them: the section <c>Changes</c> of the configuration. Each instance counts for itself.</summary>
internal sealed record ChangeSettings
{
    /// <summary>For how many days entries are kept. Who comes later starts again with an export.</summary>
    [Range(7, 3_650)] public int KeptDays { get; init; } = 90;

    /// <summary>How many streams and waiting requests there may be. None of them holds a connection to PostgreSQL, or a place of other requests.</summary>
    [Range(1, 100_000)] public int Followers { get; init; } = 1_000;

    /// <summary>How many of them one key may have, or one network without a key.</summary>
    [Range(1, 100_000)] public int FollowersPerKey { get; init; } = 20;

    /// <summary>For how many minutes a stream lasts; then its client connects again.</summary>
    [Range(0.001, 1_440.0)] public double StreamMinutes { get; init; } = 15;

    public TimeSpan Stream => TimeSpan.FromMinutes(StreamMinutes);

    /// <summary>The settings, or one sentence about what is wrong with them.</summary>
    public static ChangeSettings From(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Changes").Get<ChangeSettings>() ?? new ChangeSettings();
        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true)
            ? settings
            : throw new InvalidOperationException(string.Join(' ', faults.Select(fault => $"Changes: {fault.ErrorMessage}")));
    }
}
