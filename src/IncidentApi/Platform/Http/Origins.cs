using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace IncidentApi.Platform.Http;

/// <summary>
/// Which web pages may call this API from a browser: none, unless <c>Cors:Origins</c> names their origins. Never with cookies or anything
/// else that a browser sends by itself.
/// </summary>
internal static class Origins
{
    private static readonly string[] Shown =
    [
        "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Idempotency-Replayed", "Preference-Applied", "Accept-Patch", "Allow", "Content-Disposition", "Export-Id",
    ];

    public static void AddOrigins(this IServiceCollection services, IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        if (origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
        {
            throw new InvalidOperationException($"Cors:Origins names {wrong}, which is no origin: write scheme, host and port alone, such as https://map.example.org.");
        }

        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins(origins)
            .WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
            .WithHeaders("Authorization", "Content-Type", "If-Match", "If-None-Match", "Idempotency-Key", "Prefer", "Accept-Language")
            .WithExposedHeaders(Shown)
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10))));
    }

    /// <summary>Without an origin, a browser's question whether it may call is refused like any method that nothing takes.</summary>
    public static void UseOrigins(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<CorsOptions>>().Value is { } cors && cors.GetPolicy(cors.DefaultPolicyName)?.Origins.Count > 0) app.UseCors();
    }

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && text == uri.GetLeftPart(UriPartial.Authority) && uri.UserInfo.Length == 0;
}
