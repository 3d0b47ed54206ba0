using Npgsql;

namespace IncidentApi.Tests.Support;

/// <summary>SQL in other databases of the tests' server than the one that everybody shares.</summary>
internal static class Databases
{
    public static async Task<List<object[]>> SqlInAsync(this Api api, string database, string role, string sql)
    {
        await using var source = NpgsqlDataSource.Create(api.ConnectionString(role, database) + ";Pooling=false;Command Timeout=300");
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<object[]>();
        do
        {
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                var row = new object[reader.FieldCount];
                reader.GetValues(row);
                rows.Add(row);
            }
        }
        while (await reader.NextResultAsync(TestContext.Current.CancellationToken));

        return rows;
    }
}
