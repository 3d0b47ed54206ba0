using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes;

internal static class ListChanges
{
    public const string FromTheEnd = "end";

    public const string WithDocument = "document";

    internal sealed record Parameters
    {
        [Description("Go on behind this place: a nextCursor, the cursor of a change, or the position of an export's snapshot. end begins behind everything that has happened. Without it the log begins where it began; once its beginning is forgotten, that is refused.")]
        public string? After { get; set; }

        [Description("How many changes an answer has at most.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("Whose incidents: own, with a key the default; shared, what partners share with you; public, without a key the default.")]
        [OneOf("own", "shared", "public")] public string? Scope { get; set; }

        [Description("document adds each incident as you see it now, byte for byte as an export in ndjson has it.")]
        [OneOf("document")] public string? Include { get; set; }
    }

    /// <summary>
    /// Lists what happened to the incidents that the caller may see, in order and without a hole: whoever follows the cursors misses nothing. With an
    /// export it makes a mirror: export, then follow from the position that the export's manifest names.
    /// </summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, ChangeCursors cursors, ChangeWriting writing, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Scope);
        var after = await PlaceAsync(asked.After, door, cursors, cancellation);
        var batch = await ChangeFeed.ReadAsync(door, after, asked.Limit, cancellation);
        var documents = asked.Include is null ? null : await ChangeFeed.DocumentsAsync(door, batch.Entries, cancellation);
        return new ChangePage(door, batch, cursors.Write(door, batch.Next), documents, writing);
    }

    private static async Task<ChangePlace> PlaceAsync(string? after, Door door, ChangeCursors cursors, CancellationToken cancellation) => after switch
    {
        null => ChangePlace.Beginning,
        FromTheEnd => await ChangeFeed.LastPlaceAsync(door, cancellation),
        _ => cursors.Read(door, after) ?? throw new ProblemException(Problems.InvalidCursor.With(
            "A cursor is of use to the reader to whom this installation gave it, in the same scope. Without one, export the records and follow from the position of the export.",
            Problems.InvalidCursor.AtParameter("after", "This is not a cursor of this change log.", after))),
    };
}
