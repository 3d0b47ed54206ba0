using IncidentApi.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace IncidentApi.Tests.Contract.Walk;

/// <summary>Services on the database of the tests that refuse, each for a reason of its own, all that they are asked.</summary>
internal sealed class Services : IAsyncDisposable
{
    private readonly List<WebApplication> _all = [];

    /// <summary>Waits for a body no longer than a second, and lets nobody have a second webhook.</summary>
    public Uri Impatient { get; private set; } = null!;

    /// <summary>Answers one request of each key.</summary>
    public Uri Stingy { get; private set; } = null!;

    /// <summary>Has a fault in front of every route.</summary>
    public Uri Broken { get; private set; } = null!;

    /// <summary>Finds no database.</summary>
    public Uri CutOff { get; private set; } = null!;

    public static async Task<Services> StartAsync(Api api)
    {
        var services = new Services();
        services.Impatient = services.Keep(await api.StartServiceAsync("--Kestrel:Limits:MinRequestBodyDataRate:BytesPerSecond=1000", "--Kestrel:Limits:MinRequestBodyDataRate:GracePeriod=00:00:01.1",
            "--Webhooks:MostPerOrganisation=1"));
        services.Stingy = services.Keep(await api.StartServiceAsync("--Limits:Key:Permits=1", "--Limits:Key:Seconds=3600"));
        services.Broken = services.Keep(await api.StartServiceAsync(app => app.Use((http, next) =>
            http.Request.Path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase) ? throw new InvalidOperationException("A fault of the program.") : next(http))));

        // The guard at the start would not let it run.
        var cutOff = Service.Create(api.Arguments("--ConnectionStrings:Incidents=Host=127.0.0.1;Port=1;Username=nobody;Timeout=2", "--ConnectionStrings:Public=Host=127.0.0.1;Port=1;Username=nobody;Timeout=2",
            "--Logging:LogLevel:Default=None"));
        await cutOff.StartAsync();
        services.CutOff = services.Keep(cutOff);
        return services;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _all) await service.DisposeAsync();
    }

    private Uri Keep(WebApplication service)
    {
        _all.Add(service);
        return new Uri(service.Urls.Single());
    }
}
