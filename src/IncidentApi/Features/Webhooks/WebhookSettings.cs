using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Net;

namespace IncidentApi.Features.Webhooks;

/// <summary>Where webhooks may go, and how patiently they are delivered: the section <c>Webhooks</c> of the configuration.</summary>
internal sealed record WebhookSettings
{
    /// <summary>Whether this instance delivers. What is not delivered waits for one that does.</summary>
    public bool Deliver { get; init; } = true;

    /// <summary>How many webhooks an organisation may have.</summary>
    [Range(1, 1_000)] public int MostPerOrganisation { get; init; } = 20;

    /// <summary>Ports to which they may go, as numbers or as ranges like 8000-8999.</summary>
    public string[] Ports { get; init; } = [];

    /// <summary>Networks (CIDR) to which they may go although these are nobody's on the internet.</summary>
    public string[] AllowedNetworks { get; init; } = [];

    /// <summary>Whether they may go over plain http. For tests and one's own machine.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>How often the change logs are looked at for what other instances wrote, and the queue for what is to be tried again.</summary>
    [Range(0.01, 3_600.0)] public double PollSeconds { get; init; } = 1;

    /// <summary>How many deliveries one instance has on their way at once, and of them one webhook's. One organisation has at most as many as are still free.</summary>
    [Range(1, 1_000)] public int AtOnce { get; init; } = 32;

    [Range(1, 100)] public int AtOncePerWebhook { get; init; } = 4;

    /// <summary>How long a connection may take, and an attempt in all.</summary>
    [Range(0.05, 60.0)] public double ConnectSeconds { get; init; } = 5;

    [Range(0.05, 120.0)] public double AttemptSeconds { get; init; } = 15;

    /// <summary>After which time an instance that took an event and is not heard of again has lost it to the others.</summary>
    [Range(0.1, 3_600.0)] public double LeaseSeconds { get; init; } = 60;

    /// <summary>The first wait before a retry at most; it doubles each time, up to the longest.</summary>
    [Range(0.001, 3_600.0)] public double RetryFirstSeconds { get; init; } = 10;

    [Range(0.001, 86_400.0)] public double RetryLongestSeconds { get; init; } = 43_200;

    /// <summary>How long an event is tried.</summary>
    [Range(1, 2_592_000)] public int RetrySeconds { get; init; } = 259_200;

    /// <summary>After how many failures in a row a receiver is left alone, for how long at first, and at most.</summary>
    [Range(1, 1_000)] public int BreakerFailures { get; init; } = 5;

    [Range(0.001, 3_600.0)] public double BreakerFirstSeconds { get; init; } = 30;

    [Range(0.001, 86_400.0)] public double BreakerLongestSeconds { get; init; } = 3_600;

    /// <summary>A receiver that took nothing for so long is given up.</summary>
    [Range(1, 31_536_000)] public int GiveUpSeconds { get; init; } = 432_000;

    /// <summary>For how many days it is kept what became of an event.</summary>
    [Range(1, 3_650)] public int KeptDays { get; init; } = 30;

    public TimeSpan Poll => TimeSpan.FromSeconds(PollSeconds);

    public TimeSpan Connect => TimeSpan.FromSeconds(ConnectSeconds);

    public TimeSpan Attempt => TimeSpan.FromSeconds(AttemptSeconds);

    public TimeSpan Lease => TimeSpan.FromSeconds(LeaseSeconds);

    public TimeSpan Retry => TimeSpan.FromSeconds(RetrySeconds);

    public TimeSpan Kept => TimeSpan.FromDays(KeptDays);

    public IReadOnlyList<IPNetwork> Networks => [.. AllowedNetworks.Select(IPNetwork.Parse)];

    /// <summary>Unless some are named: 443, and 80 where plain http may be.</summary>
    public bool MayReach(int port) => Ports.Length == 0 ? port == 443 || (AllowHttp && port == 80) : Ports.Any(text => RangeOf(text) is var (first, last) && first <= port && port <= last);

    /// <summary>The settings, or one sentence about what is wrong with them.</summary>
    public static WebhookSettings From(IConfiguration configuration)
    {
        var settings = configuration.GetSection("Webhooks").Get<WebhookSettings>() ?? new WebhookSettings();
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);
        var sentences = faults.Select(fault => fault.ErrorMessage!).ToList();
        sentences.AddRange(settings.AllowedNetworks.Where(text => !IPNetwork.TryParse(text, out _)).Select(text => $"AllowedNetworks holds “{text}”, which is no network."));
        sentences.AddRange(settings.Ports.Where(text => RangeOf(text) is null).Select(text => $"Ports holds “{text}”, which is neither a port nor a range."));
        if (settings.LeaseSeconds < settings.AttemptSeconds + 2) sentences.Add("LeaseSeconds must be AttemptSeconds and 2 more at least: else one event is on its way twice.");
        return sentences.Count == 0 ? settings : throw new InvalidOperationException(string.Join(' ', sentences.Select(sentence => $"Webhooks: {sentence}")));
    }

    private static (int First, int Last)? RangeOf(string text)
    {
        var parts = text.Split('-');
        return parts.Length <= 2 && Port(parts[0]) is { } first && Port(parts[^1]) is { } last && first <= last ? (first, last) : null;
    }

    private static int? Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65_536 ? port : null;
}
