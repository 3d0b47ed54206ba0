using System.Text.Json.Nodes;
using IncidentApi.Features.Organisations.Tokens;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.Protocols;

namespace IncidentApi.Tests.Features.Organisations.Tokens;

/// <summary>When the provider is asked for its keys, and for how long they are believed.</summary>
public sealed class ProviderKeysTests : IDisposable
{
    private const string Authority = "https://id.example/realms/defenders";

    private readonly Clock _clock = new();
    private readonly Documents _documents = new();
    private readonly ProviderKeys _keys;

    public ProviderKeysTests() => _keys = new ProviderKeys(new TokenSettings(Authority, "urn:incidents"), _documents, _clock, NullLogger<ProviderKeys>.Instance);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_forged_key_ids_ask_the_provider_once_in_half_a_minute()
    {
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i => Assert.Empty((await _keys.FindAsync($"forged {i}", Cancellation))!.Of($"forged {i}"))));
        Assert.Equal(1, _documents.Questions);

        _clock.Move(TimeSpan.FromSeconds(29));
        Assert.Single((await _keys.FindAsync("first", Cancellation))!.Of("first"));
        Assert.NotNull(await _keys.FindAsync("forged", Cancellation));
        Assert.Equal(1, _documents.Questions);

        _clock.Move(TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(async i => Assert.NotNull(await _keys.FindAsync($"forged {i}", Cancellation))));
        Assert.Equal(2, _documents.Questions);
    }

    [Fact]
    public async Task A_new_key_is_found_when_a_token_names_it()
    {
        Assert.Single((await _keys.FindAsync("first", Cancellation))!.Of("first"));
        _documents.Keys = [new SigningKey("second")];
        _clock.Move(TimeSpan.FromSeconds(30));

        var keys = (await _keys.FindAsync("second", Cancellation))!;

        Assert.Single(keys.Of("second"));
        Assert.Empty(keys.Of("first"));
    }

    [Fact]
    public async Task A_key_that_the_provider_took_back_is_believed_for_ten_minutes_at_most()
    {
        Assert.Single((await _keys.FindAsync("first", Cancellation))!.Of("first"));
        _documents.Keys = [new SigningKey("second")];

        _clock.Move(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Single((await _keys.FindAsync("first", Cancellation))!.Of("first"));
        _clock.Move(TimeSpan.FromSeconds(1));
        Assert.Empty((await _keys.FindAsync("first", Cancellation))!.Of("first"));
    }

    [Fact]
    public async Task While_the_provider_does_not_answer_known_keys_serve_an_hour_and_unknown_ones_cannot_be_judged()
    {
        Assert.Single((await _keys.FindAsync("first", Cancellation))!.Of("first"));
        _documents.Answers = false;

        _clock.Move(TimeSpan.FromMinutes(59));
        Assert.Single((await _keys.FindAsync("first", Cancellation))!.Of("first"));
        Assert.Null(await _keys.FindAsync("second", Cancellation));
        _clock.Move(TimeSpan.FromMinutes(1));
        Assert.Null(await _keys.FindAsync("first", Cancellation));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_asked_every_five_seconds_at_most()
    {
        _documents.Answers = false;
        for (var i = 0; i < 10; i++) Assert.Null(await _keys.FindAsync("first", Cancellation));
        Assert.Equal(1, _documents.Questions);

        _clock.Move(TimeSpan.FromSeconds(5));
        _documents.Answers = true;

        Assert.Single((await _keys.FindAsync("first", Cancellation))!.Of("first"));
    }

    [Fact]
    public async Task A_provider_of_another_name_is_not_believed()
    {
        _documents.Issuer = "https://id.example/realms/others";

        Assert.Null(await _keys.FindAsync("first", Cancellation));
    }

    [Fact]
    public async Task A_shared_secret_or_a_short_key_among_the_provider_s_keys_is_no_key()
    {
        _documents.More =
        [
            new JsonObject { ["kty"] = "oct", ["kid"] = "secret", ["k"] = "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0" },
            new SigningKey("short", bits: 1024).ToPublicJwk(),
            new SigningKey("for encryption").ToPublicJwk().With("/use", "enc"),
        ];

        var keys = (await _keys.FindAsync("first", Cancellation))!;

        Assert.Equal(["first"], keys.Of(null).Select(key => key.KeyId));
    }

    [Fact]
    public async Task A_caller_who_leaves_does_not_keep_others_waiting()
    {
        using var leaving = new CancellationTokenSource();
        _documents.Gate = new TaskCompletionSource();
        var first = _keys.FindAsync("first", leaving.Token).AsTask();
        var second = _keys.FindAsync("first", Cancellation).AsTask();

        await leaving.CancelAsync();
        _documents.Gate.SetResult();

        Assert.Single((await second)!.Of("first"));
        await first;
        Assert.Equal(1, _documents.Questions);
    }

    public void Dispose() => _keys.Dispose();

    /// <summary>What the provider publishes; counts how often it is asked to describe itself.</summary>
    private sealed class Documents : IDocumentRetriever
    {
        public int Questions { get; private set; }

        public bool Answers { get; set; } = true;

        public string Issuer { get; set; } = Authority;

        public SigningKey[] Keys { get; set; } = [new SigningKey("first")];

        public JsonObject[] More { get; set; } = [];

        public TaskCompletionSource? Gate { get; set; }

        public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            if (Gate is not null) await Gate.Task;
            if (address == $"{Authority}/.well-known/openid-configuration")
            {
                Questions++;
                return Answers ? new JsonObject { ["issuer"] = Issuer, ["jwks_uri"] = $"{Authority}/keys" }.ToJsonString() : throw new HttpRequestException();
            }

            Assert.Equal($"{Authority}/keys", address);
            return new JsonObject { ["keys"] = new JsonArray([.. More.Select(key => key.DeepClone()), .. Keys.Select(key => key.ToPublicJwk())]) }.ToJsonString();
        }
    }

    private sealed class Clock : TimeProvider
    {
        private TimeSpan _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;

        public void Move(TimeSpan span) => _passed += span;
    }
}
