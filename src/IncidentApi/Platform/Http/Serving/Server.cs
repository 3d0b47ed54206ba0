using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace IncidentApi.Platform.Http;

/// <summary>What the HTTP server allows, and the headers that every answer bears.</summary>
internal static class Server
{
    // For an API whose answers nobody frames, renders or follows from.
    private static readonly FrozenDictionary<string, string> Protective = new Dictionary<string, string>
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "no-referrer",
        ["X-Robots-Tag"] = "noindex",
        ["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Cross-Origin-Embedder-Policy"] = "require-corp",
        ["Permissions-Policy"] = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> OfEveryAnswer =
        Protective.Keys.Concat(["Strict-Transport-Security", "RateLimit", "RateLimit-Policy", Tracing.Header]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static void AddServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            ServerLimits.Set(kestrel.Limits, builder.Configuration.GetSection("Kestrel:Limits"));
        });
        builder.Services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        builder.Services.AddResponseCompression(options =>
        {
            // BREACH tells what an answer holds beside a text of the attacker's, from its length, if he can have it sent again and again with the reader's
            // rights. No browser does that here: there are no cookies, a key is in no answer but the one that made it, and no page sends one but its owner's.
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", ProblemResult.MediaType, "application/geo+json", "application/x-ndjson", "text/csv", "text/html", "text/css", "application/javascript", "text/javascript", "image/svg+xml"];
        });
        builder.Services.Configure<ForwardedHeadersOptions>(options => ReadProxies(options, builder.Configuration));
        builder.Services.AddHsts(hsts => hsts.MaxAge = TimeSpan.FromDays(365));
        builder.Services.AddOrigins(builder.Configuration);
    }

    public static void UseServer(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(AnswerHeadAsync);
        app.UseCodedTags();
        app.UseResponseCompression();

        // Over TLS alone, the proxy's too.
        app.UseHsts();
        app.Use((http, next) =>
        {
            foreach (var (name, value) in Protective) http.Response.Headers[name] = value;

            http.Response.Headers[Tracing.Header] = http.TraceId();

            // What may be kept says so itself.
            http.Response.Headers.CacheControl = "no-store";
            return next(http);
        });
    }

    /// <summary>Takes back an answer that was not sent, but for what every answer bears.</summary>
    public static void Clear(HttpResponse response)
    {
        var kept = response.Headers.Where(header => OfEveryAnswer.Contains(header.Key)).ToList();
        response.Clear();
        foreach (var (name, value) in kept) response.Headers[name] = value;
    }

    /// <summary>HEAD answers as GET does, without the body (RFC 9110 §9.3.2).</summary>
    private static async Task AnswerHeadAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

        http.Features.Set(new AskedByHead());
        http.Request.Method = HttpMethods.Get;
        http.Response.Body = Stream.Null;
        try
        {
            await next(http);
        }
        finally
        {
            // The server counts the bytes of every answer but one to HEAD.
            http.Request.Method = HttpMethods.Head;
        }
    }

    /// <summary>Believes X-Forwarded-For only from the proxies that <c>Proxies</c> names, as addresses or networks.</summary>
    private static void ReadProxies(ForwardedHeadersOptions options, ConfigurationManager configuration)
    {
        var proxies = configuration.GetSection("Proxies").Get<string[]>() ?? [];
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        if (proxies.Length == 0) return;

        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        foreach (var proxy in proxies)
        {
            if (System.Net.IPNetwork.TryParse(proxy, out var network)) options.KnownIPNetworks.Add(network);
            else options.KnownProxies.Add(IPAddress.Parse(proxy));
        }
    }
}

/// <summary>Marks a request whose answer nobody will read beyond its headers.</summary>
internal sealed record AskedByHead;
