using System.Net;
using IncidentApi.Features.Changes;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Webhooks;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Delivery.Matches;
using IncidentApi.Features.Webhooks.Guard;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Features.Webhooks;

/// <summary>The parts of a service put together with a clock that a test sets, and with chance that it knows: one step at a time.</summary>
internal sealed class ByHand : IDisposable
{
    private readonly WebhookClient _client;

    public ByHand(IServiceProvider services, WebhookSettings settings, Clock clock, ResolveName? resolve = null)
    {
        var store = services.GetRequiredService<Store>();
        var seal = new WebhookSeal(services.GetRequiredService<InstallationSecret>());
        var guard = new AddressGuard(settings, resolve ?? Dns.GetHostAddressesAsync);
        _client = new WebhookClient(guard, settings);
        Sender = new WebhookSender(_client, guard, settings, clock);
        var (subscriptions, disabling) = (new Subscriptions(store, seal, clock), new Disabling(store, settings, clock));
        Disabling = disabling;
        Queue = new WebhookQueue(store, seal, new RetrySchedule(settings, new Random(7)), settings, clock);
        Run = new DeliveryRun(Queue, Sender, subscriptions, disabling, services.GetRequiredService<Doors>(), clock);
        Matching = new Matching(store, subscriptions, disabling, services.GetRequiredService<Doors>(), services.GetRequiredService<ChangeWriting>(), new DeliveryBell(), settings, clock);
    }

    /// <summary>Settings for receivers on this machine.</summary>
    public static WebhookSettings Loopback => new() { AllowHttp = true, Ports = ["1-65535"], AllowedNetworks = ["127.0.0.0/8"] };

    public WebhookSender Sender { get; }

    public WebhookQueue Queue { get; }

    public Disabling Disabling { get; }

    public DeliveryRun Run { get; }

    public Matching Matching { get; }

    /// <summary>Makes events of everything that happened.</summary>
    public async Task MatchAsync(Guid organisation, string webhook)
    {
        while (await Matching.StepAsync(organisation, Guid.Parse(webhook), TestContext.Current.CancellationToken))
        {
            // The next piece.
        }
    }

    /// <summary>Sends everything that may be sent now, one behind the other; how many attempts that were.</summary>
    public async Task<int> SendAsync(Guid organisation, string webhook)
    {
        var attempts = 0;
        while (await Run.TakeAsync(organisation, Guid.Parse(webhook), TestContext.Current.CancellationToken) is { } taken)
        {
            await Run.DeliverAsync(taken, takeNext: () => false, TestContext.Current.CancellationToken);
            attempts++;
        }

        return attempts;
    }

    public void Dispose() => _client.Dispose();
}

/// <summary>Time as a test has it.</summary>
internal sealed class Clock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => Now;
}
