using System.Collections.Frozen;
using System.Globalization;
using RoleBundles = IncidentApi.Platform.Security.Roles;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>
/// The section <c>Tokens</c> of the configuration: whose tokens are taken, and what their claims mean here. Values of claims stand there
/// as names of settings, so they hold no colon and differ in more than their case.
/// </summary>
internal sealed record TokenSettings(string Authority, string Audience)
{
    private static readonly string[] Known =
        [nameof(Authority), nameof(Audience), nameof(OrganisationClaim), nameof(RoleClaim), nameof(Organisations), nameof(Roles), nameof(AskAgainAfter)];

    /// <summary>The claim that names the organisation; dots lead into objects.</summary>
    public string OrganisationClaim { get; init; } = "organisation";

    /// <summary>The claim that names the roles, one or several.</summary>
    public string RoleClaim { get; init; } = "roles";

    /// <summary>Values of the organisation's claim, and whose they are.</summary>
    public FrozenDictionary<string, Guid> Organisations { get; init; } = FrozenDictionary<string, Guid>.Empty;

    /// <summary>Values of the roles' claim, and the role that each is here.</summary>
    public FrozenDictionary<string, string> Roles { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>How long the provider is left in peace after it gave its keys, whatever key a token names.</summary>
    public TimeSpan AskAgainAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where a provider describes itself (OpenID Connect Discovery 1.0 §4).</summary>
    public string Discovery => $"{Authority.TrimEnd('/')}/.well-known/openid-configuration";

    /// <summary>The section, or null where there is none: then only keys are taken.</summary>
    public static TokenSettings? From(IConfiguration configuration)
    {
        var section = configuration.GetSection("Tokens");
        if (!section.Exists()) return null;
        if (section.GetChildren().FirstOrDefault(setting => !Known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new InvalidOperationException($"Tokens:{unknown.Key} is not a setting; there are {string.Join(", ", Known)}.");
        }

        var settings = new TokenSettings(Required(section, nameof(Authority)), Required(section, nameof(Audience)));
        return settings with
        {
            Authority = IsSafe(settings.Authority) ? settings.Authority
                : throw new InvalidOperationException("Tokens:Authority must be the address of an OpenID Connect provider, with https; http is for this machine alone."),
            OrganisationClaim = section[nameof(OrganisationClaim)] ?? settings.OrganisationClaim,
            RoleClaim = section[nameof(RoleClaim)] ?? settings.RoleClaim,
            Organisations = Map(section, nameof(Organisations)).ToFrozenDictionary(pair => pair.Key, pair => Guid.TryParse(pair.Value, out var id) && id != Guid.Empty ? id
                : throw new InvalidOperationException($"Tokens:Organisations:{pair.Key} is not the id of an organisation."), StringComparer.Ordinal),
            Roles = Map(section, nameof(Roles)).ToFrozenDictionary(pair => pair.Key, pair => RoleBundles.Bundles.ContainsKey(pair.Value) ? pair.Value
                : throw new InvalidOperationException($"Tokens:Roles:{pair.Key} is none of {string.Join(", ", RoleBundles.Bundles.Keys.Order(StringComparer.Ordinal))}."), StringComparer.Ordinal),
            AskAgainAfter = section[nameof(AskAgainAfter)] is not { } text ? settings.AskAgainAfter
                : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.FromSeconds(1) && span <= TimeSpan.FromHours(1) ? span
                : throw new InvalidOperationException("Tokens:AskAgainAfter takes 00:00:01 to 01:00:00."),
        };
    }

    /// <summary>Keys that come over an open line are anybody's keys.</summary>
    public static bool IsSafe(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Query: "", Fragment: "", UserInfo: "" }
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static string Required(IConfigurationSection section, string name) =>
        section[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"Tokens:{name} is not set.");

    private static List<KeyValuePair<string, string>> Map(IConfigurationSection section, string name)
    {
        var pairs = section.GetSection(name).GetChildren().Select(pair => KeyValuePair.Create(pair.Key, pair.Value ?? "")).ToList();
        return pairs.Count > 0 ? pairs : throw new InvalidOperationException($"Tokens:{name} is empty: nobody could come in.");
    }
}
