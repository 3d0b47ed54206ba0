namespace IncidentApi.Local;

/// <summary>What the launcher says once everything runs.</summary>
internal static class Greeting
{
    public static Task SayAsync(TextWriter output, ReadyFile ready, DataFolder folder, bool isNew, int loaded)
    {
        var key = isNew ? ready.AdminKey : $"in {folder.AdminKey}";
        var sample = loaded > 0 ? $"\n  Sample      {loaded} incidents from public documents about Kyrgyzstan" : "";
        return output.WriteLineAsync($"""

            The incident API is running.

              API         {ready.Url}/v1
              Swagger UI  {ready.Url}/swagger
              Data        {folder.Root}{sample}
              Admin key   {key}
            {(isNew ? $"              (shown this once; kept in {folder.AdminKey})\n" : "")}
            Try it:

              curl -H "Authorization: Bearer $(cat '{folder.AdminKey}')" '{ready.Url}/v1/incidents?limit=3'

            Ctrl-C stops it; the data stays.
            """);
    }
}
