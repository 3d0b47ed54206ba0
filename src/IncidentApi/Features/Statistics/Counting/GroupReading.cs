using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Statistics.Counting;

/// <summary>What PostgreSQL answered to a question, added up.</summary>
internal sealed class GroupReading(Question asked)
{
    private readonly Dictionary<string, GroupTally> _groups = new(StringComparer.Ordinal);
    private readonly List<(GroupTally Group, string Kind, Guid Record, Guid Organisation)> _tied = [];
    private readonly Ties _ties = new();

    /// <summary>The groups by the text of their values, with commas between.</summary>
    public IReadOnlyDictionary<string, GroupTally> Groups => _groups;

    public GroupTally Total { get; } = new([]);

    public bool HasTooMany { get; private set; }

    /// <summary>Whether nothing counted in two groups, so that they add up to the total.</summary>
    public bool IsExclusive { get; private set; } = asked.IsExclusive;

    public long? MayAlsoMatch { get; private set; }

    /// <summary>The queries that answer, to be sent in one batch.</summary>
    public IReadOnlyList<(Sql Query, Func<NpgsqlDataReader, Task> Read)> Queries(bool doubtful, CancellationToken cancellation) =>
    [
        (GroupQuery.Of(asked), rows => ReadAsync(rows, cancellation)),
        .. doubtful && asked.Selection.Doubtful is { } condition ? new (Sql, Func<NpgsqlDataReader, Task>)[]
        {
            ($"select count(distinct f.incident_id) from {asked.Selection.Door.Facts} f where {condition}", async rows =>
            {
                await rows.ReadAsync(cancellation);
                MayAlsoMatch = rows.GetInt64(0);
            }),
        } : [],
    ];

    private async Task ReadAsync(NpgsqlDataReader rows, CancellationToken cancellation)
    {
        while (await rows.ReadAsync(cancellation)) Take(rows);

        foreach (var (group, kind, record, organisation) in _tied)
        {
            group[kind].AddEvent(_ties.EventOf(record));
            group[kind].Contributed(organisation.ToString());
        }

        // Beyond it, what is taken off again may not have been read.
        HasTooMany = _groups.Count > Question.MostGroups;

        // What was in the kept sums and taken off again was never there.
        foreach (var (key, group) in _groups.ToList())
        {
            group.ForgetNothings();
            if (group.Kinds.Count == 0) _groups.Remove(key);
        }

        if (asked.Dimensions.Count == 0 || asked.HasTotalOfItsOwn || !asked.IsExclusive) return;

        var counted = 0L;
        foreach (var group in _groups.Values)
        {
            Total.Add(group);
            counted += group.Kinds.Values.Sum(kind => kind.Max);
        }

        // Two records of one event may tell different years.
        IsExclusive = counted == Total.Kinds.Values.Sum(kind => kind.Max);
    }

    private void Take(NpgsqlDataReader row)
    {
        var (what, kind) = ((GroupRow)row.GetInt32(0), row.GetString(1));
        switch (what)
        {
            case GroupRow.Tie:
                _ties.Add(new Tie(row.GetGuid(8), row.GetString(6), row.GetGuid(9), row.GetString(7)));
                break;
            case GroupRow.TiedOfGroup or GroupRow.TiedOfTotal:
                _tied.Add((GroupOf(row, what == GroupRow.TiedOfTotal), kind, row.GetGuid(8), row.GetGuid(9)));
                break;
            default:
                var tally = GroupOf(row, what is GroupRow.Total or GroupRow.UnlinkedOfTotal)[kind];
                Action<long, long, long, long> add = what is GroupRow.UnlinkedOfGroup or GroupRow.UnlinkedOfTotal ? tally.AddUnlinked : tally.Add;
                add(row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
                if (row.IsDBNull(6)) break;

                tally.Contributed(row.GetString(6));
                tally.Contributed(row.GetString(7));
                break;
        }
    }

    private GroupTally GroupOf(NpgsqlDataReader row, bool isTotal)
    {
        if (isTotal) return Total;

        var values = new string[asked.Dimensions.Count];
        for (var i = 0; i < values.Length; i++) values[i] = asked.Dimensions[i].Values.Read(row, GroupQuery.FirstKey + i);
        var key = string.Join(',', values);
        return _groups.TryGetValue(key, out var known) ? known : _groups[key] = new GroupTally(values);
    }
}
