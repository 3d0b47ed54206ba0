using System.Text.Json;
using IncidentApi.Features.People.Names;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.People.Identities;

/// <summary>What a person is called.</summary>
internal sealed record Identity(string? Name, IReadOnlyList<string> Aliases)
{
    public static readonly Identity Unknown = new(null, []);

    // A sealed name is as long as any other, up to a multiple of this.
    private const int Step = 128;

    public IEnumerable<string> All => Name is null ? Aliases : Aliases.Prepend(Name);

    public bool IsUnknown => Name is null && Aliases.Count == 0;

    /// <summary>The stems of all names, each once: what the blind index is made over.</summary>
    public IEnumerable<string> Stems => All.SelectMany(NameForms.TokensOf).Select(token => token.Stem).Distinct();

    public static Identity Of(string? name, IReadOnlyList<string>? aliases) => name is null && aliases is null ? Unknown : new(name, aliases ?? []);

    /// <summary>Whether every name of another one is among these.</summary>
    public bool Knows(Identity other) => other.All.All(All.Contains);

    /// <summary>With the names of another one as further aliases.</summary>
    public Identity And(Identity other) => new(Name ?? other.Name, [.. Aliases.Union(other.All).Where(alias => alias != (Name ?? other.Name))]);

    /// <summary>Corrected by another one: its name counts, its aliases are added.</summary>
    public Identity CorrectedBy(Identity other) => new(other.Name ?? Name, [.. Aliases.Union(other.Aliases).Where(alias => alias != (other.Name ?? Name))]);

    public bool Same(Identity other) => Name == other.Name && Aliases.SequenceEqual(other.Aliases);

    public byte[] ToBytes()
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Content(Name, Aliases), Json.Answers);
        var padded = new byte[(json.Length + Step - 1) / Step * Step];
        Array.Fill(padded, (byte)' ');
        json.CopyTo(padded, 0);
        return padded;
    }

    public static Identity Of(byte[] bytes) => JsonSerializer.Deserialize<Content>(bytes, Json.Answers) is { } content ? new(content.Name, content.Aliases) : Unknown;

    private sealed record Content(string? Name, IReadOnlyList<string> Aliases);
}
