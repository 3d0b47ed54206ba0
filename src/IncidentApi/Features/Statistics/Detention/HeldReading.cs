using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Features.Statistics.Tables;
using Npgsql;

namespace IncidentApi.Features.Statistics.Detention;

/// <summary>What PostgreSQL answered, put together.</summary>
internal sealed class HeldReading(TableLinks links)
{
    private const int Everybody = -1;

    private static readonly UnlinkedFigure Nobody = new(0, 0, 0);

    private readonly Dictionary<(int By, string? Value), Parts> _groups = [];

    public int Count => _groups.Count;

    public HeldFigures Total => _groups.TryGetValue((Everybody, null), out var all)
        ? all.To(new HeldFigures { Certain = Nobody, Possible = Nobody, Unknown = Nobody, Incidents = links.OfAll })
        : new HeldFigures { Certain = Nobody, Possible = Nobody, Unknown = Nobody };

    public void Take(NpgsqlDataReader row)
    {
        var key = (row.GetInt32(0), row.IsDBNull(1) ? null : row.GetString(1));
        if (!_groups.TryGetValue(key, out var parts)) _groups[key] = parts = new Parts();
        if (row.GetInt32(2) == Held.Records) (parts.Records, parts.OfSeveral) = (row.GetInt64(3), row.GetString(6) != row.GetString(7));
        else parts.Figures[row.GetInt32(2)] = new(row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
    }

    /// <summary>The groups of each breakdown, what is not recorded last.</summary>
    public IEnumerable<HeldGroup> Groups() => _groups.Where(group => group.Key.By != Everybody)
        .OrderBy(group => group.Key.By).ThenBy(group => group.Key.Value is null).ThenBy(group => PositionOf(group.Key)).ThenBy(group => group.Key.Value, StringComparer.Ordinal)
        .Select(group => Of(HeldBy.All[group.Key.By], group.Key.Value, group.Value));

    private HeldGroup Of(HeldBy by, string? value, Parts parts) => (HeldGroup)parts.To(new HeldGroup
    {
        By = by.Name,
        Value = value ?? DimensionValues.Unspecified,
        Recorded = value is not null,
        Certain = Nobody,
        Possible = Nobody,
        Unknown = Nobody,
        Incidents = links.Of(("by", by.Name), ("value", value is null ? DimensionValues.Unspecified : by.IsText ? Held.TokenOf(value) : value)),
    });

    private static int PositionOf((int By, string? Value) group) => HeldBy.All[group.By].Codes.Index().Where(code => code.Item == group.Value).Select(code => code.Index).FirstOrDefault();

    private sealed class Parts
    {
        public UnlinkedFigure[] Figures { get; } = [Nobody, Nobody, Nobody];

        public long Records { get; set; }

        public bool OfSeveral { get; set; }

        public HeldFigures To(HeldFigures empty) => empty with
        {
            Certain = Figures[Held.Certain],
            Possible = Figures[Held.Possible],
            Unknown = Figures[Held.Unknown],
            Records = Records,
            MayOverlap = OfSeveral ? true : null,
        };
    }
}
