using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Dates;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Statistics.Detention;

/// <summary>What decides who was held.</summary>
internal abstract record DetentionQuery : TableQuery
{
    // The day that it already is somewhere on earth (UTC+14).
    private const int EarliestClock = 14;

    [Description("The day (2020-06-18), which is not ahead.")]
    [Required, Day] public string? On { get; set; }

    public Held AtDoor(Door door) => new(new Selection(door, Filter), Day!.Value);

    protected IEnumerable<Fault> FaultsOfDay(Door door, TimeProvider clock)
    {
        foreach (var fault in FaultsOfFilter(door, eventsAlone: true)) yield return fault;
        if (On is null) yield return Fault("on", "Say on which day: on=2020-06-18.");
        else if (Day > DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(EarliestClock))) yield return Fault("on", "Nobody knows yet who will be held on that day.", On);
    }

    private DateOnly? Day => PartialDate.Of(On)?.First;
}
