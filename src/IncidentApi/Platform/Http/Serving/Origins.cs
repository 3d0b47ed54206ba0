using System.Collections.Frozen;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Net.Http.Headers;

namespace IncidentApi.Platform.Http;

/// <summary>
/// Which web pages may call this API from a browser. Any page may read what anybody may read, unless <c>Cors:PublicReads</c> is false: without a
/// key an answer is the same for everybody, so a browser adds nothing to what a page's own server could fetch. Who shows a key or changes
/// something must come from an origin that <c>Cors:Origins</c> names. Never with cookies or anything else that a browser sends by itself.
/// </summary>
internal sealed class Origins : ICorsPolicyProvider
{
    private static readonly string[] Shown =
    [
        "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Idempotency-Replayed", "Preference-Applied", "Accept-Patch", "Accept-Post", "Allow",
        "Content-Disposition", "Export-Id", "Deprecation", "Sunset", Tracing.Header,
    ];

    private static readonly string[] AskedByAnybody = ["If-None-Match", "Accept-Language", "Last-Event-ID", "traceparent"];
    private static readonly string[] Asked = [.. AskedByAnybody, "Authorization", "Content-Type", "If-Match", "Idempotency-Key", "Prefer"];

    // Browsers keep the answer for two hours at most; each question less is a way less over a bad line.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    private readonly FrozenSet<string> _named;
    private readonly CorsPolicy _ofNamed;
    private readonly CorsPolicy? _ofAnybody;

    public Origins(IConfiguration configuration)
    {
        var origins = configuration.GetSection("Cors:Origins").Get<string[]>() ?? [];
        if (origins.FirstOrDefault(origin => !IsOrigin(origin)) is { } wrong)
        {
            throw new InvalidOperationException($"Cors:Origins names {wrong}, which is no origin: write scheme, host and port alone, such as https://map.example.org.");
        }

        _named = origins.ToFrozenSet(StringComparer.Ordinal);
        _ofNamed = new CorsPolicyBuilder(origins).WithMethods("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE").WithHeaders(Asked)
            .WithExposedHeaders(Shown).SetPreflightMaxAge(Kept).Build();
        _ofAnybody = !configuration.GetValue("Cors:PublicReads", defaultValue: true) ? null : new CorsPolicyBuilder().AllowAnyOrigin().WithMethods("GET", "HEAD")
            .WithHeaders(AskedByAnybody).WithExposedHeaders(Shown).SetPreflightMaxAge(Kept).Build();
    }

    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        // A page that may do more is told so, whatever it asks for first.
        var isNamed = _named.Contains(context.Request.Headers.Origin.ToString());
        return Task.FromResult(isNamed ? _ofNamed : MayBeRead(context.Request) ? _ofAnybody : null);
    }

    /// <summary>Whether the answer is the same for everybody, or the browser asks before it sends something.</summary>
    private static bool MayBeRead(HttpRequest request) =>
        HttpMethods.IsOptions(request.Method) || (HttpMethods.IsGet(request.Method) && request.Headers.Authorization.Count == 0);

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && text == uri.GetLeftPart(UriPartial.Authority) && uri.UserInfo.Length == 0;
}

internal static class OriginsSetup
{
    public static void AddOrigins(this IServiceCollection services, IConfiguration configuration) =>
        services.AddCors().AddSingleton<ICorsPolicyProvider>(new Origins(configuration));

    public static void UseOrigins(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            // A cache between must not give one page the answer to another; ours keeps answers without these fields.
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
                return Task.CompletedTask;
            });
            return next(http);
        });
        app.UseCors();
    }
}
