using System.ComponentModel;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes;

internal static class StreamChanges
{
    public const string LastEventId = "Last-Event-ID";

    internal sealed record Parameters
    {
        [Description("Begin behind this place, as in the list of changes. Last-Event-ID, which clients send when they connect again, goes before it.")]
        public string? After { get; set; }

        [Description("Whose incidents: own, with a key the default; shared, what partners share with you; public, without a key the default.")]
        [IncidentScope] public string? Scope { get; set; }

        [Description("document adds each incident as you see it now, byte for byte as an export in ndjson has it.")]
        [OneOf("document", Called = "ChangeInclude", Note = "What a change is sent with.")] public string? Include { get; set; }
    }

    /// <summary>
    /// Sends what happens to the incidents that the caller may see, as it happens: the changes of the list as Server-Sent Events, the cursor as their id, the
    /// type as their event. A ping without data comes at least every 15 seconds. The stream ends by itself after 15 minutes unless this server says otherwise; clients connect again and go
    /// on where they stood. A browser's EventSource cannot send a key: it follows what is public.
    /// </summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, Following following, ChangeWriting writing, ChangeSettings settings, TimeProvider clock, HttpContext http,
        IHostApplicationLifetime lifetime, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Scope);
        string? last = http.Request.Headers[LastEventId];
        var after = await following.PlaceAsync(caller, door, string.IsNullOrEmpty(last) ? asked.After : last, text => string.IsNullOrEmpty(last)
            ? Problems.InvalidCursor.AtParameter("after", "This is not a cursor of this change log.", text)
            : Problems.InvalidCursor.AtHeader(LastEventId, "This is not a cursor of this change log."), cancellation);

        // What is refused is refused before the stream begins.
        var first = await following.ReadAsync(caller, door, after, ChangeStream.MostAtOnce, cancellation);
        return new ChangeStream(door, caller, first, asked.Include is not null, following, writing, settings.Stream, clock, lifetime);
    }
}
