using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace IncidentApi.Platform.Data;

/// <summary>
/// A piece of SQL whose every hole is a parameter: the compiler turns an interpolated string into one, so that text from
/// outside can never become SQL. Pieces fit into each other.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Sql
{
    // A string is literal SQL, a parameter is a hole, in order.
    private readonly List<object> _parts;

    public Sql(int literalLength, int formattedCount) => _parts = new List<object>((formattedCount * 2) + 1);

    private Sql(List<object> parts) => _parts = parts;

    /// <summary>Names the type where the compiler would make a string.</summary>
    public static Sql Of(Sql piece) => piece;

    /// <summary>A number that the planner shall know when it makes a plan for every later execution, such as the size of a page.</summary>
    public static Sql Known(int number)
    {
        var literal = Empty;
        literal.AppendLiteral(number.ToString(CultureInfo.InvariantCulture));
        return literal;
    }

    public static Sql Empty => new(0, 0);

    public bool IsEmpty => _parts.Count == 0;

    /// <summary>Whether somebody waits for what this statement writes.</summary>
    public bool IsAwaited { get; private init; }

    /// <summary>The same statement, at whose commit those who wait for it look.</summary>
    public Sql Awaited() => new(_parts) { IsAwaited = true };

    public void AppendLiteral(string literal) => _parts.Add(literal);

    public void AppendFormatted(Sql piece) => _parts.AddRange(piece._parts);

    public void AppendFormatted<T>(T value) => _parts.Add(new NpgsqlParameter<T> { TypedValue = value });

    public void AppendFormatted(JsonText json) =>
        _parts.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = json.Utf8, NpgsqlDbType = NpgsqlDbType.Json });

    /// <summary>A text that may be absent.</summary>
    public void AppendFormatted(string? text) => _parts.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Text, Value = (object?)text ?? DBNull.Value });

    /// <summary>An id that may be absent.</summary>
    public void AppendFormatted(Guid? id) => _parts.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)id ?? DBNull.Value });

    /// <summary>A small number that may be absent.</summary>
    public void AppendFormatted(int? number) => _parts.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = (object?)number ?? DBNull.Value });

    /// <summary>A count that may be absent.</summary>
    public void AppendFormatted(long? number) => _parts.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = (object?)number ?? DBNull.Value });

    /// <summary>Bytes that may be absent.</summary>
    public void AppendFormatted(byte[]? bytes) => _parts.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = (object?)bytes ?? DBNull.Value });

    /// <summary>A number that may be absent.</summary>
    public void AppendFormatted(double? number) => _parts.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Double, Value = (object?)number ?? DBNull.Value });

    public static Sql Join(string separator, IEnumerable<Sql> pieces)
    {
        var joined = Empty;
        foreach (var piece in pieces)
        {
            if (!joined.IsEmpty) joined._parts.Add(separator);
            joined._parts.AddRange(piece._parts);
        }

        return joined;
    }

    public NpgsqlBatchCommand ToCommand()
    {
        var text = new StringBuilder();
        var command = new NpgsqlBatchCommand();
        foreach (var part in _parts)
        {
            if (part is string literal)
            {
                text.Append(literal);
            }
            else
            {
                // A piece may stand in several places or statements; a parameter belongs to one command.
                command.Parameters.Add(((NpgsqlParameter)part).Clone());
                text.Append('$').Append(command.Parameters.Count);
            }
        }

        command.CommandText = text.ToString();
        return command;
    }

    public override string ToString() => ToCommand().CommandText;
}

/// <summary>JSON as it is stored and sent: bytes that nobody reads again.</summary>
internal readonly record struct JsonText(ReadOnlyMemory<byte> Utf8);
