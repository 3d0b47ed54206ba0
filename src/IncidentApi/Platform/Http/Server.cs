using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace IncidentApi.Platform.Http;

/// <summary>What the HTTP server allows, and the headers that every answer bears.</summary>
internal static class Server
{
    public static void AddServer(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBytes.Most;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        // At Information the framework writes query strings, and a search for a name would stand in a log.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.ConfigureHttpJsonOptions(options => Json.Configure(options.SerializerOptions));
        builder.Services.AddResponseCompression(options =>
        {
            // Compression betrays secrets only to who can make a browser send them; keys are never sent by themselves.
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json", ProblemResult.MediaType, "text/html", "text/css", "application/javascript", "text/javascript", "image/svg+xml"];
        });
        builder.Services.Configure<ForwardedHeadersOptions>(options => ReadProxies(options, builder.Configuration));
    }

    public static void UseServer(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(AnswerHeadAsync);
        app.UseResponseCompression();
        app.Use((http, next) =>
        {
            var headers = http.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["X-Robots-Tag"] = "noindex";
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            return next(http);
        });
    }

    /// <summary>HEAD answers as GET does, without the body (RFC 9110 §9.3.2).</summary>
    private static async Task AnswerHeadAsync(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next(http);
            return;
        }

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
