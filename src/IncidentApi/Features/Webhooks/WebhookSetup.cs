using System.Net;
using IncidentApi.Features.Webhooks.Deliveries;
using IncidentApi.Features.Webhooks.Delivery;
using IncidentApi.Features.Webhooks.Delivery.Matches;
using IncidentApi.Features.Webhooks.Guard;
using IncidentApi.Features.Webhooks.Subscriptions;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Webhooks;

internal static class WebhookSetup
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(WebhookSettings.From(configuration))
        .AddSingleton(_ => new NameLookups(Dns.GetHostAddresses)).AddSingleton<ResolveName>(provider => provider.GetRequiredService<NameLookups>().ResolveAsync)
        .AddSingleton<AddressGuard>().AddSingleton<WebhookClient>()
        .AddSingleton<WebhookSeal>().AddSingleton<Subscriptions.Subscriptions>().AddSingleton<Disabling>().AddSingleton<SubscriptionCheck>()
        .AddSingleton<IEndWithKeys, WebhooksOfKeys>().AddSingleton<DeliveryLog>().AddSingleton<TestPlaces>()
        .AddSingleton(provider => new RetrySchedule(provider.GetRequiredService<WebhookSettings>(), Random.Shared))
        .AddSingleton<DeliveryBell>().AddSingleton<WebhookQueue>().AddSingleton<WebhookSender>().AddSingleton<DeliveryRun>().AddSingleton<Matching>()
        .AddHostedService<MatchingWorker>().AddHostedService<DeliveringWorker>();
}
