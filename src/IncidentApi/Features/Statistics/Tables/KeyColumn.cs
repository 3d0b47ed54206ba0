using IncidentApi.Features.Statistics.Asking;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using Npgsql;

namespace IncidentApi.Features.Statistics.Tables;

/// <summary>One of the columns that name a row of a fixed table. Its SQL has no parameters, so that it may stand in a query twice.</summary>
/// <param name="Name">As the key of a row calls it.</param>
/// <param name="Column">Where the value stands.</param>
/// <param name="Values">How it is written.</param>
internal sealed record KeyColumn(string Name, Func<Sql> Column, DimensionValues Values);

internal static class KeyColumns
{
    /// <summary>The columns one after the other, as a query selects and groups by them.</summary>
    public static Sql Names(this IEnumerable<KeyColumn> columns) => Sql.Join(", ", columns.Select(column => column.Column()));

    /// <summary>The key of a row whose first values are those of these columns.</summary>
    public static OrderedDictionary<string, string> Read(this IReadOnlyList<KeyColumn> columns, NpgsqlDataReader row) =>
        new(columns.Select((column, place) => KeyValuePair.Create(column.Name, column.Values.Read(row, place))));

    /// <summary>Rows with this key alone.</summary>
    public static IEnumerable<Sql> Are(this IEnumerable<KeyColumn> columns, IEnumerable<string> key) => columns.Zip(key, (column, value) => column.Values.Is(column.Column(), value));

    /// <summary>Rows in the order of their keys.</summary>
    public static IOrderedEnumerable<T> InOrder<T>(this IReadOnlyList<KeyColumn> columns, IEnumerable<T> rows, Func<T, IReadOnlyDictionary<string, string>> keyOf)
    {
        var ordered = rows.OrderBy(_ => 0);
        foreach (var column in columns)
        {
            ordered = ordered.ThenBy(row => column.Values.OrderOf(keyOf(row)[column.Name]).Item1).ThenBy(row => keyOf(row)[column.Name], StringComparer.Ordinal);
        }

        return ordered;
    }

    /// <summary>What is wrong with a key that somebody sent.</summary>
    public static IEnumerable<Fault> FaultsOf(this IReadOnlyList<KeyColumn> columns, string[]? key)
    {
        if (key is null) yield break;

        if (key.Length != columns.Count)
        {
            yield return Problems.InvalidParameter.AtParameter("key", $"key takes {columns.Count} values: {string.Join(", ", columns.Select(column => column.Name))}.", string.Join(',', key));
            yield break;
        }

        foreach (var (column, value) in columns.Zip(key).Where(part => !part.First.Values.Holds(part.Second)))
        {
            yield return Problems.InvalidParameter.AtParameter("key", $"“{value}” is no {column.Name}.", value, column.Values.Allowed);
        }
    }
}
