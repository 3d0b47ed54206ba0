using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Data;
using Npgsql;

namespace IncidentApi.Features.Statistics.Asking;

/// <summary>How the values of a dimension stand in the database, and what they are called in an answer. PostgreSQL groups by numbers, for they are cheap.</summary>
internal abstract class DimensionValues
{
    /// <summary>What is not recorded.</summary>
    public const string Unspecified = "unspecified";

    /// <summary>The type of the column, so that a row without it can say null.</summary>
    public virtual Sql Type => $"integer";

    /// <summary>What a null is called.</summary>
    public virtual string Missing => Unspecified;

    /// <summary>A few values, for whoever sent one that is none.</summary>
    public virtual IReadOnlyList<string>? Allowed => null;

    public string Read(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? Missing : ReadValue(row, column);

    /// <summary>Where a value stands among the others; what is missing stands last.</summary>
    public (int, string) OrderOf(string value) => value == Missing ? (int.MaxValue, "") : (PositionOf(value), value);

    public bool Holds(string value) => value == Missing || HoldsValue(value);

    /// <summary>Whether a column holds this value, which exists.</summary>
    public Sql Is(Sql column, string value) => value == Missing ? Sql.Of($"{column} is null") : Sql.Of($"{column} = {Of(value)}");

    /// <summary>Whether a column holds one of these values, which exist.</summary>
    public virtual Sql IsAny(Sql column, IEnumerable<string> values) => Sql.Of($"({Sql.Join(" or ", values.Select(value => Is(column, value)))})");

    protected abstract string ReadValue(NpgsqlDataReader row, int column);

    protected abstract bool HoldsValue(string value);

    /// <summary>The value as a parameter.</summary>
    protected abstract Sql Of(string value);

    protected virtual int PositionOf(string value) => 0;
}

/// <summary>Values that the database holds as numbers.</summary>
internal abstract class NumberedValues : DimensionValues
{
    public override Sql IsAny(Sql column, IEnumerable<string> values) => $"{column} = any({values.Select(NumberOf).ToArray()})";

    protected abstract int NumberOf(string value);

    protected override Sql Of(string value) => $"{NumberOf(value)}";
}

/// <summary>Codes of a vocabulary, as the numbers that filters use.</summary>
internal sealed class TermValues(string list, string vocabulary) : NumberedValues
{
    private readonly FrozenDictionary<int, string> _codes = Vocabulary.Named(vocabulary).Codes.ToFrozenDictionary(code => FilterTerm.Of(list, code));
    private readonly FrozenDictionary<string, int> _positions = Vocabulary.Named(vocabulary).Codes.Index().ToFrozenDictionary(code => code.Item, code => code.Index);

    public override IReadOnlyList<string> Allowed => [.. Vocabulary.Named(vocabulary).Codes, Missing];

    protected override string ReadValue(NpgsqlDataReader row, int column) => _codes[row.GetInt32(column)];

    protected override bool HoldsValue(string value) => _positions.ContainsKey(value);

    protected override int NumberOf(string value) => FilterTerm.Of(list, value);

    protected override int PositionOf(string value) => _positions[value];
}

/// <summary>Countries or regions by ISO 3166.</summary>
internal sealed partial class PlaceValues : NumberedValues
{
    protected override string ReadValue(NpgsqlDataReader row, int column) => PlaceCode.ToText(row.GetInt32(column));

    protected override bool HoldsValue(string value) => Form().IsMatch(value);

    protected override int NumberOf(string value) => PlaceCode.Of(value);

    [GeneratedRegex("^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
    private static partial Regex Form();
}

/// <summary>Codes of a short list that the row holds as they are.</summary>
internal sealed class CodeValues(string vocabulary) : DimensionValues
{
    public override Sql Type => $"text";

    public override IReadOnlyList<string> Allowed => Vocabulary.Named(vocabulary).Codes;

    protected override string ReadValue(NpgsqlDataReader row, int column) => row.GetString(column);

    protected override bool HoldsValue(string value) => Vocabulary.Named(vocabulary).Contains(value);

    protected override Sql Of(string value) => $"{value}";

    protected override int PositionOf(string value) => Vocabulary.Named(vocabulary).Codes.Index().First(code => code.Item == value).Index;
}

/// <summary>Organisations by their ids.</summary>
internal sealed class IdValues : DimensionValues
{
    public override Sql Type => $"uuid";

    protected override string ReadValue(NpgsqlDataReader row, int column) => row.GetGuid(column).ToString();

    protected override bool HoldsValue(string value) => Guid.TryParseExact(value, "D", out _);

    protected override Sql Of(string value) => $"{Guid.ParseExact(value, "D")}";
}

/// <summary>Years, quarters or months, as the number of so many since the year 0: 2020 is 2020, 2020-Q2 is 8081, 2020-06 is 24245.</summary>
internal sealed class BucketValues(int perYear) : NumberedValues
{
    public const string Undated = "undated";

    public const int MonthsPerYear = 12;

    private const int LongestYear = 9999;

    public override string Missing => Undated;

    public string ToText(int bucket)
    {
        var (year, part) = Math.DivRem(bucket, perYear);
        return perYear switch
        {
            1 => year.ToString("0000", CultureInfo.InvariantCulture),
            4 => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-Q{part + 1}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{part + 1:00}"),
        };
    }

    /// <summary>The bucket of this name; null where there is none.</summary>
    public int? ToNumber(string text)
    {
        var form = perYear switch { 1 => text is [_, _, _, _], 4 => text is [_, _, _, _, '-', 'Q', _], _ => text is [_, _, _, _, '-', _, _] };
        if (!form || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)) return null;
        if (perYear == 1) return year;

        var digits = text.AsSpan(perYear == 4 ? 6 : 5);
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var part) && part >= 1 && part <= perYear ? (year * perYear) + part - 1 : null;
    }

    public int Of(DateOnly day) => (day.Year * perYear) + ((day.Month - 1) * perYear / MonthsPerYear);

    /// <summary>The last month of a bucket, as the number of months since the year 0.</summary>
    public int LastMonthOf(int bucket) => ((bucket + 1) * (MonthsPerYear / perYear)) - 1;

    protected override string ReadValue(NpgsqlDataReader row, int column) => ToText(row.GetInt32(column));

    protected override bool HoldsValue(string value) => ToNumber(value) is >= 0 and { } bucket && bucket <= (LongestYear * perYear) + perYear - 1;

    protected override int NumberOf(string value) => ToNumber(value)!.Value;

    protected override int PositionOf(string value) => NumberOf(value);
}
