using System.Globalization;

namespace IncidentApi.Platform.Http;

/// <summary>That a route, a parameter or a member is to go: it does as before until its last day, a year ahead at least, and says so meanwhile.</summary>
/// <param name="Since">The day from which nobody should build on it.</param>
/// <param name="Sunset">The last day on which it is there.</param>
/// <param name="Instead">What to use: a sentence.</param>
internal sealed record Deprecation(DateOnly Since, DateOnly Sunset, string Instead)
{
    public const int LeastDays = 365;

    /// <summary>Where people read about it: the document with its versions.</summary>
    public const string ReadMore = "/swagger";

    public string Words => string.Create(CultureInfo.InvariantCulture, $"Deprecated since {Since:yyyy-MM-dd}, there until {Sunset:yyyy-MM-dd}. {Instead}");

    public static Deprecation Of(string since, string sunset, string instead)
    {
        var made = new Deprecation(DateOnly.ParseExact(since, "yyyy-MM-dd", CultureInfo.InvariantCulture), DateOnly.ParseExact(sunset, "yyyy-MM-dd", CultureInfo.InvariantCulture), instead);
        return made.Sunset >= made.Since.AddDays(LeastDays) ? made : throw new ArgumentException($"What is deprecated on {since} has to be there for {LeastDays} days.", nameof(sunset));
    }

    /// <summary>Deprecation (RFC 9745), Sunset (RFC 8594), and the links that both ask for.</summary>
    public void WriteTo(IHeaderDictionary headers)
    {
        headers["Deprecation"] = string.Create(CultureInfo.InvariantCulture, $"@{new DateTimeOffset(Since, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds()}");
        headers["Sunset"] = new DateTimeOffset(Sunset, new TimeOnly(23, 59, 59), TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);
        headers.Append("Link", $"<{ReadMore}>; rel=\"deprecation sunset\"; type=\"text/html\"");
    }
}

/// <summary>Marks a query parameter or a member of a body or an answer as one that is to go.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeprecatedAttribute(string since, string sunset, string instead) : Attribute
{
    public string Since => since;

    public string Sunset => sunset;

    public string Instead => instead;

    public Deprecation Deprecation { get; } = Deprecation.Of(since, sunset, instead);
}

internal static class DeprecationOnRoutes
{
    public static TRoute Deprecated<TRoute>(this TRoute route, string since, string sunset, string instead) where TRoute : IEndpointConventionBuilder
    {
        var deprecation = Deprecation.Of(since, sunset, instead);
        route.Add(endpoint => endpoint.Metadata.Add(deprecation));
        return route;
    }

    /// <summary>Every answer of a deprecated route, refusals too, and of a request with a deprecated parameter, says so.</summary>
    public static void UseDeprecations(this WebApplication app) => app.Use((http, next) =>
    {
        if (Of(http) is { } deprecation)
        {
            http.Response.OnStarting(() =>
            {
                deprecation.WriteTo(http.Response.Headers);
                return Task.CompletedTask;
            });
        }

        return next(http);
    });

    /// <summary>What goes first of all that is asked for.</summary>
    private static Deprecation? Of(HttpContext http)
    {
        var asked = http.GetEndpoint()?.Metadata;
        var parameters = asked?.GetMetadata<QueryContract>()?.Parameters.Where(parameter => parameter.Deprecation is not null && http.Request.Query.ContainsKey(parameter.Name)) ?? [];
        return parameters.Select(parameter => parameter.Deprecation!).Concat(asked?.GetMetadata<Deprecation>() is { } route ? [route] : []).MinBy(deprecation => deprecation.Sunset);
    }
}
