using System.ComponentModel.DataAnnotations;

namespace IncidentApi.Platform.Freshness;

/// <summary>The section <c>Freshness</c> of the configuration.</summary>
internal sealed record FreshnessSettings
{
    /// <summary>How many megabytes of public answers an instance keeps in memory; 0 keeps none.</summary>
    [Range(0, 65_536)] public int Megabytes { get; init; } = 64;

    /// <summary>The settings, or one sentence about what is wrong with them.</summary>
    public static FreshnessSettings From(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Freshness").Get<FreshnessSettings>() ?? new FreshnessSettings();
        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true)
            ? settings : throw new InvalidOperationException($"Freshness: {faults[0].ErrorMessage}");
    }
}
