namespace IncidentApi.Tests.Support;

/// <summary>Looks through a whole database, as whoever holds a dump of it would.</summary>
internal static class Rows
{
    /// <summary>The tables that hold a word in any column of any row.</summary>
    public static async Task<List<string>> HoldingAsync(Func<string, Task<List<object[]>>> sql, string word)
    {
        var tables = await sql("select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname");
        Assert.True(tables.Count >= 18, $"Only {tables.Count} tables were found.");
        var holding = new List<string>();
        foreach (var table in tables.Select(row => (string)row[0]))
        {
            var found = await sql($"""select count(*) from "{table}" t where t::text ilike '%{word}%' or t::text ilike '%{Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(word))}%'""");
            if ((long)found[0][0] > 0) holding.Add(table);
        }

        return holding;
    }
}
