using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Changes;

internal static class ListChanges
{
    internal sealed record Parameters
    {
        [Description("Go on behind this place: a nextCursor, the cursor of a change, or the position of an export's snapshot. end begins behind everything that has happened. Without it the log begins where it began; once its beginning is forgotten, that is refused.")]
        public string? After { get; set; }

        [Description("How many changes an answer has at most.")]
        [Range(1, 200)] public int Limit { get; set; } = 50;

        [Description("For how many seconds to wait where nothing has happened yet. The answer comes as soon as something does.")]
        [Range(0, 60)] public int Wait { get; set; }

        [Description("Whose incidents: own, with a key the default; shared, what partners share with you; public, without a key the default.")]
        [IncidentScope] public string? Scope { get; set; }

        [Description("document adds each incident as you see it now, byte for byte as an export in ndjson has it.")]
        [OneOf("document", Called = "ChangeInclude", Note = "What a change is sent with.")] public string? Include { get; set; }
    }

    /// <summary>In permits: a page is held whole while it is sent, and documents make it long.</summary>
    public static int CostOf(IQueryCollection query) => query.ContainsKey("include") ? 5 : 1;

    public const string CostWords = "Costs 1 permit; `include` costs 4 more.";

    /// <summary>
    /// Lists what happened to the incidents that the caller may see, in order and without a hole: whoever follows the cursors misses nothing. With an
    /// export it makes a mirror: export, then follow from the position that the export's manifest names.
    /// </summary>
    public static async Task<IResult> Handle(
        Query<Parameters> query, Caller? caller, Doors doors, Following following, ChangeWriting writing, HttpContext http, CancellationToken cancellation)
    {
        var asked = query.Value;
        var door = doors.Open(caller, asked.Scope);
        var after = await following.PlaceAsync(caller, door, asked.After,
            text => Problems.InvalidCursor.AtParameter("after", "This is not a cursor of this change log.", text), cancellation);

        var (batch, documents) = await ReadAsync();
        if (batch.Entries.Count == 0 && asked.Wait > 0 && http.Features.Get<AskedByHead>() is null)
        {
            using var place = following.TakePlace(http, caller);
            if (await following.HasMovedAsync(door, after, TimeSpan.FromSeconds(asked.Wait), cancellation))
            {
                if (!await following.MayStillAsync(http, caller, cancellation)) return Problems.InvalidKey.With("This key does not work any more.");

                (batch, documents) = await ReadAsync();
            }
        }

        return new ChangePage(door, batch, following.Write(door, batch.Next), documents, writing);

        async Task<(ChangeBatch Batch, IReadOnlyDictionary<Guid, byte[]>? Documents)> ReadAsync() => asked.Include is null
            ? (await following.ReadAsync(caller, door, after, asked.Limit, cancellation), null)
            : await following.ReadWithDocumentsAsync(caller, door, after, asked.Limit, cancellation);
    }
}
