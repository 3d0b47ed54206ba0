namespace IncidentApi.Features.Incidents.Disclosure;

/// <summary>New names for the parts that stay: the sender's own may spell a person's name. What did not stay has none.</summary>
internal sealed class Refs
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public Refs(char letter, IEnumerable<string?> staying)
    {
        var number = 0;
        foreach (var name in staying)
        {
            number++;
            if (name is not null) _names.TryAdd(name, $"{letter}{number}");
        }
    }

    public string? this[string? name] => name is null ? null : _names.GetValueOrDefault(name);

    public IReadOnlyList<string>? Of(IReadOnlyList<string>? names)
    {
        var staying = (names ?? []).Select(name => this[name]).OfType<string>().ToList();
        return staying.Count == 0 ? null : staying;
    }
}
