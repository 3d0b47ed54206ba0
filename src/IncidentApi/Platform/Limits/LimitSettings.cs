using System.ComponentModel.DataAnnotations;

namespace IncidentApi.Platform.Limits;

/// <summary>So many permits in so many seconds; they come back evenly, and all of them may be spent at once.</summary>
internal sealed record Quota
{
    [Range(1, int.MaxValue)] public int Permits { get; init; }

    [Range(1, 86_400)] public int Seconds { get; init; }
}

/// <summary>How much one client may take of the service: the section <c>Limits</c> of the configuration. Each instance counts for itself.</summary>
internal sealed record LimitSettings
{
    /// <summary>For each key. A plain request costs one permit.</summary>
    public Quota Key { get; init; } = new() { Permits = 600, Seconds = 30 };

    /// <summary>For each network from which requests come without a key that works.</summary>
    public Quota Network { get; init; } = new() { Permits = 1_200, Seconds = 60 };

    /// <summary>How many keys that this instance never saw work may be looked up for one network.</summary>
    public Quota UnknownKeys { get; init; } = new() { Permits = 200, Seconds = 10 };

    /// <summary>How many requests may be at the database together; unless set, seven eighths of the connections in its pool.</summary>
    [Range(1, 10_000)] public int? AtOnce { get; init; }

    /// <summary>How many of them one organisation may have, or all who come without a key; unless set, half.</summary>
    [Range(1, 10_000)] public int? AtOncePerOrganisation { get; init; }

    /// <summary>How many requests of one organisation may wait for their turn.</summary>
    [Range(0, 100_000)] public int WaitingPerOrganisation { get; init; } = 100;

    /// <summary>How many seconds a request may wait for its turn.</summary>
    [Range(1, 60)] public int Patience { get; init; } = 10;

    /// <summary>How many connections one network may hold; a proxy that <c>Proxies</c> names may hold any number.</summary>
    [Range(1, 1_000_000)] public int ConnectionsPerNetwork { get; init; } = 200;

    /// <summary>The settings, or one sentence about what is wrong with them.</summary>
    public static LimitSettings From(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Limits").Get<LimitSettings>() ?? new LimitSettings();
        var faults = FaultsOf(settings, "Limits")
            .Concat(FaultsOf(settings.Key, "Limits:Key")).Concat(FaultsOf(settings.Network, "Limits:Network")).Concat(FaultsOf(settings.UnknownKeys, "Limits:UnknownKeys")).ToList();
        return faults.Count == 0 ? settings : throw new InvalidOperationException(string.Join(' ', faults));
    }

    private static IEnumerable<string> FaultsOf(object settings, string section)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);
        return faults.Select(fault => $"{section}: {fault.ErrorMessage}");
    }
}
