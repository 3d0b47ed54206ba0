using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace IncidentApi.Features.Organisations.Tokens;

/// <summary>
/// The keys with which the provider signs. They are asked for again when they are old, and when a token names one that is not among
/// them, so that a change of keys needs no restart; how often, the provider's peace decides and not whoever sends tokens.
/// </summary>
internal sealed partial class ProviderKeys(TokenSettings settings, IDocumentRetriever documents, TimeProvider clock, ILogger<ProviderKeys> logger) : IDisposable
{
    /// <summary>A key that the provider takes back is believed no longer than this while the provider answers.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);

    /// <summary>And no longer than this while it does not.</summary>
    private static readonly TimeSpan Usable = TimeSpan.FromHours(1);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _asking = new(1);
    private volatile Asked _last = new(null, 0, Answered: true, Never: true);

    /// <summary>The provider's keys, those for a key id among them if it has any; null when it cannot be known, because the provider does not answer.</summary>
    public async ValueTask<KeySet?> FindAsync(string? keyId, CancellationToken cancellation)
    {
        if (MustAsk(keyId) && MayAsk())
        {
            // Old keys serve meanwhile: only who has none waits for another's question.
            var mustWait = _last.Keys?.Of(keyId).Count is null or 0;
            if (await _asking.WaitAsync(mustWait ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation))
            {
                try
                {
                    if (MustAsk(keyId) && MayAsk()) await AskAsync();
                }
                finally
                {
                    _asking.Release();
                }
            }
        }

        var (keys, _, answered, _) = _last;
        return keys is null || clock.GetElapsedTime(keys.At) >= Usable || (!answered && keys.Of(keyId).Count == 0) ? null : keys;
    }

    public void Dispose() => _asking.Dispose();

    private bool MustAsk(string? keyId) => _last.Keys is not { } keys || clock.GetElapsedTime(keys.At) >= Fresh || keys.Of(keyId).Count == 0;

    private bool MayAsk() => _last.Never || clock.GetElapsedTime(_last.At) >= (_last.Answered ? settings.AskAgainAfter : AfterFailure);

    private async Task AskAsync()
    {
        var at = clock.GetTimestamp();
        try
        {
            // Whoever asks, asks for all: a caller who leaves does not end the question.
            var said = await OpenIdConnectConfigurationRetriever.GetAsync(settings.Discovery, documents, CancellationToken.None);
            var keys = said.SigningKeys.Where(IsStrong).ToList();
            if (said.Issuer?.TrimEnd('/') != settings.Authority.TrimEnd('/')) throw new InvalidOperationException("The provider calls itself by another name than Tokens:Authority.");
            if (keys.Count == 0) throw new InvalidOperationException("The provider has no key of a kind that is taken here.");

            _last = new Asked(new KeySet(said.Issuer, keys, at), clock.GetTimestamp(), Answered: true, Never: false);
        }
        catch (Exception failure)
        {
            Log.Failed(logger, failure.GetType().Name, failure is InvalidOperationException ? failure.Message : null);
            _last = _last with { At = clock.GetTimestamp(), Answered = false, Never = false };
        }
    }

    /// <summary>No shared secret can stand among keys that everybody may read, and a short one is as good as public (RFC 7518 §3.3).</summary>
    private static bool IsStrong(SecurityKey key) => key is ECDsaSecurityKey or AsymmetricSecurityKey { KeySize: >= 2048 };

    /// <summary>What came of the last question.</summary>
    private sealed record Asked(KeySet? Keys, long At, bool Answered, bool Never);

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The identity provider gave no keys: {Kind} {Reason}")]
        public static partial void Failed(ILogger logger, string kind, string? reason);
    }
}

/// <summary>Who signs, with which keys, and when they were asked for.</summary>
internal sealed record KeySet(string Issuer, IReadOnlyList<SecurityKey> Keys, long At)
{
    /// <summary>The keys that a token may mean: the one it names, or any where it names none.</summary>
    public IReadOnlyList<SecurityKey> Of(string? keyId) => keyId is null ? Keys : [.. Keys.Where(key => key.KeyId == keyId)];
}
