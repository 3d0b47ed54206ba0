using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Freshness;

namespace IncidentApi.Features.Incidents.Freshness;

/// <summary>
/// One request whose answer shall bear a tag. The position is read by itself where the caller holds something, and else with the first rows that the
/// handler reads, before them: a tag is never newer than its answer.
/// </summary>
internal sealed class FreshReading(AnswerTags tags, string question, string? position)
{
    private readonly DateOnly _day = tags.Today;
    private string? _position = position;

    public string? Tag => _position is null ? null : tags.OfAnswer(question, _position, _day);

    public void Hear(string position) => _position ??= position;

    /// <summary>The door through which the handler reads.</summary>
    public Door Through(Door door) => _position is null ? door with { Store = door.Store.AskingFirst(Positions.Of(door), Hear) } : door;
}
