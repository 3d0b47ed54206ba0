using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using IncidentApi.Features.Exports.Formats;
using IncidentApi.Features.Exports.Storage;
using IncidentApi.Features.Incidents.Map;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Audit;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Exports;

internal static class ExportIncidents
{
    /// <summary>In permits: as much as a batch.</summary>
    public const int Cost = 50;

    // What is no filter: how the file looks, whose incidents, and where it begins.
    private static readonly string[] NoFilters = ["format", "bom", "after", "scope"];

    internal sealed record Parameters
    {
        [Description("The form of the file. ndjson: one document a line, as the API shows it. csv: flat columns that can be read back without loss. geojson: a map layer (RFC 7946). xlsx: a workbook to look at.")]
        [Required, ExportFormat] public string? Format { get; set; }

        public IncidentFilter Filter { get; } = new();

        [Description("Go on behind the incident with this id: the last that reached you whole when an export was cut off, with the same filters. A CSV goes on without its line of names.")]
        [Uuid] public string? After { get; set; }

        [Description("Begin a CSV with the byte order mark, by which some spreadsheets know UTF-8.")]
        public bool Bom { get; set; }
    }

    /// <summary>
    /// Exports all incidents that a filter finds, in the order of their ids: one snapshot of the database, streamed. It is whole only if the answer
    /// ends cleanly; then it bears the manifest as a trailer, with the number of rows and the SHA-256 of the file, which is also at /v1/exports/{id}.
    /// What is cut off can be gone on with by after.
    /// </summary>
    public static async Task<IResult> Handle(Query<Parameters> query, Caller? caller, Doors doors, ExportPlaces places, ExportRecords records, ExportRun run,
        ExportSettings settings, AuditTally tally, TimeProvider clock, HttpContext http, CancellationToken cancellation)
    {
        var asked = query.Value;
        if (FaultsOf(asked).ToList() is { Count: > 0 } faults) return ProblemResult.Of(faults);

        var door = doors.Open(caller, asked.Filter.Scope);
        if (asked.Filter.FaultsAt(door).ToList() is { Count: > 0 } closed) return ProblemResult.Of(closed);

        var now = clock.GetUtcNow();
        if (http.Features.Get<AskedByHead>() is not null) return new ExportHeaders(asked.Format!, door.Name, now, asked.After is not null);

        if (places.TryTake(caller, http.Connection.RemoteIpAddress) is not { } place)
        {
            return Problems.TooManyRequests.With("As many exports run as may run together. Come again when one of yours has ended.", ExportPlaces.Later);
        }

        http.Response.RegisterForDispose(place);
        if (asked.Filter.Q is not null) tally.Count(caller, AuditAct.Searched);
        var export = new Export
        {
#pragma warning disable RS0030 // A version 7 could be guessed in part.
            Id = Guid.NewGuid(),
#pragma warning restore RS0030
            Caller = caller,
            Format = asked.Format!,
            Bom = asked.Bom,
            Door = door,
            Filter = asked.Filter,
            Filters = http.Request.Query.Where(part => !NoFilters.Contains(part.Key)).ToDictionary(part => part.Key, part => part.Value.ToString()),
            After = asked.After is { } after ? Guid.Parse(after) : null,
            Began = now,
            KeptUntil = now.AddDays(caller is null ? 1 : settings.KeptDays),
        };
        await records.BeginAsync(export, cancellation);
        return new ExportAnswer(export, run);
    }

    private static IEnumerable<Fault> FaultsOf(Parameters asked)
    {
        if (asked.Format is null) yield return Problems.InvalidParameter.AtParameter("format", "Say in which form.", allowed: ExportFormat.Names);
        if (asked is { Bom: true, Format: not (null or "csv") }) yield return Problems.InvalidParameter.AtParameter("bom", "Only a CSV has a byte order mark.", "true");
        foreach (var fault in asked.Filter.Faults()) yield return fault;
    }
}

/// <summary>
/// The incidents, in the form that format names: a text of lines, a table, a map layer (shown here), or a workbook. Compression is by Accept-Encoding.
/// An answer that breaks off, without the end of its last chunk or with a reset stream, is not whole.
/// </summary>
/// <param name="Type">FeatureCollection (RFC 7946).</param>
/// <param name="Features">One for each incident.</param>
internal sealed record ExportedFeatures([property: OneOf("FeatureCollection")] string Type, IReadOnlyList<ExportedFeature> Features);

/// <summary>An incident on the map.</summary>
/// <param name="Type">Feature.</param>
/// <param name="Id">The incident's id.</param>
/// <param name="Geometry">Where it happened, if that is known as finely as a settlement; else null, for the centre of a region is nowhere that anything happened.</param>
/// <param name="Properties">The incident in brief, and how precisely its place is known.</param>
internal sealed record ExportedFeature(
    [property: OneOf("Feature")] string Type, Guid Id, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] ExportedPoint? Geometry, ExportedProperties Properties);

/// <summary>A point.</summary>
/// <param name="Type">Point.</param>
/// <param name="Coordinates">Longitude, latitude, in degrees (WGS 84).</param>
internal sealed record ExportedPoint([property: OneOf("Point")] string Type, IReadOnlyList<double> Coordinates);
