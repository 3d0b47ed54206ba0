namespace IncidentApi.Platform.Http;

/// <summary>How many slips of a finger lie between two words: a letter wrong, missing, added or swapped.</summary>
internal static class EditDistance
{
    /// <summary>The distance, or anything above <paramref name="limit"/> when it is more than that.</summary>
    public static int Between(string one, string other, int limit)
    {
        if (Math.Abs(one.Length - other.Length) > limit) return limit + 1;

        Span<int> before = stackalloc int[other.Length + 1];
        Span<int> last = stackalloc int[other.Length + 1];
        Span<int> row = stackalloc int[other.Length + 1];
        for (var column = 0; column <= other.Length; column++) last[column] = column;

        for (var line = 1; line <= one.Length; line++)
        {
            row[0] = line;
            var least = line;
            for (var column = 1; column <= other.Length; column++)
            {
                var change = last[column - 1] + (one[line - 1] == other[column - 1] ? 0 : 1);
                row[column] = Math.Min(change, Math.Min(last[column], row[column - 1]) + 1);
                if (Swapped(one, line, other, column)) row[column] = Math.Min(row[column], before[column - 2] + 1);
                least = Math.Min(least, row[column]);
            }
            if (least > limit) return limit + 1;
            last.CopyTo(before);
            row.CopyTo(last);
        }
        return last[other.Length];
    }

    private static bool Swapped(string one, int line, string other, int column) =>
        line > 1 && column > 1 && one[line - 1] == other[column - 2] && one[line - 2] == other[column - 1];
}
