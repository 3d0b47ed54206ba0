using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Erasure;

/// <summary>Somebody with an entry in the register, and the search for what is left of him.</summary>
internal static class Erasing
{
    public static string Linked(string name, string disclosure) =>
        $$"""[{"ref":"v1","role":"victim","kind":"person","name":"{{name}}","label":"a lawyer","disclosure":"{{disclosure}}","externalRef":{"system":"desk","id":"7"} }]""";

    /// <summary>The tables in which a row of the organisation holds a word.</summary>
    public static async Task<List<string>> HoldingAsync(this Api api, TestOrganisation organisation, string word)
    {
        var holding = new List<string>();
        foreach (var table in await api.SqlAsync("postgres", "select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organisation_id' where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1"))
        {
            if ((await api.SqlAsync("postgres", $"select 1 from {table[0]} t where organisation_id = '{organisation.Id}' and t::text ilike '%{word}%' limit 1")).Count > 0) holding.Add((string)table[0]);
        }

        return holding;
    }
}
