using System.Globalization;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>
/// An order of the list: a column that is never null, with the id behind it, so that a page goes on exactly where the last one ended.
/// </summary>
internal sealed record ListOrder(string Name, bool Descending, Sql Column, Func<NpgsqlDataReader, int, string> Write, Func<string, Guid, Sql> Row)
{
    public static readonly string[] Names = ["occurred", "-occurred", "recorded", "-recorded", "updated", "-updated", "reference", "-reference", "relevance"];

    public static ListOrder Of(string name) => name.TrimStart('-') switch
    {
        "occurred" => new(name, name[0] == '-', $"occurred_on", WriteDay, (value, id) => $"({ReadDay(value)}, {id})"),
        "recorded" => new(name, name[0] == '-', $"created_at", WriteInstant, (value, id) => $"({ReadInstant(value)}, {id})"),
        "updated" => new(name, name[0] == '-', $"updated_at", WriteInstant, (value, id) => $"({ReadInstant(value)}, {id})"),
        "reference" => new(name, name[0] == '-', $"reference", (row, i) => row.GetString(i), (value, id) => $"({value}, {id})"),
        _ => new(name, true, $"rank", (row, i) => row.GetFloat(i).ToString("R", CultureInfo.InvariantCulture),
            (value, id) => $"({float.Parse(value, CultureInfo.InvariantCulture)}, {id})"),
    };

    public Sql OrderBy() => Descending ? Sql.Of($"{Column} desc, id desc") : Sql.Of($"{Column}, id");

    public Sql Behind((string Value, Guid Id) place) => Descending
        ? Sql.Of($"({Column}, id) < {Row(place.Value, place.Id)}")
        : Sql.Of($"({Column}, id) > {Row(place.Value, place.Id)}");

    private static string WriteDay(NpgsqlDataReader row, int i) => row.GetFieldValue<DateOnly>(i).ToString("O", CultureInfo.InvariantCulture);

    private static DateOnly ReadDay(string value) => DateOnly.ParseExact(value, "O", CultureInfo.InvariantCulture);

    private static string WriteInstant(NpgsqlDataReader row, int i) => row.GetFieldValue<DateTimeOffset>(i).ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset ReadInstant(string value) => DateTimeOffset.ParseExact(value, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
}
