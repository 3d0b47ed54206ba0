using IncidentApi.Local.Files;

namespace IncidentApi.Local;

/// <summary>What the launcher says once everything runs.</summary>
internal static class Greeting
{
    public static Task SayAsync(TextWriter output, ReadyFile ready, DataFolder folder, bool isNew, LoadedSample sample)
    {
        var key = isNew ? ready.AdminKey : $"in {folder.AdminKey}";
        var loaded = sample.Records > 0 ? $"\n  Sample      {Words(sample)}" : "";
        return output.WriteLineAsync($"""

            The incident API is running.

              Page        {ready.Url}/
              API         {ready.Url}/v1
              Swagger UI  {ready.Url}/swagger
              Data        {folder.Root}{loaded}
              Admin key   {key}
            {(isNew ? $"              (shown this once; kept in {folder.AdminKey})\n" : "")}
            Try it:

              curl '{ready.Url}/v1/incidents?limit=3'        # what is public, without a key
              curl -H "Authorization: Bearer $(cat '{folder.AdminKey}')" '{ready.Url}/v1/incidents?limit=3'

            Ctrl-C stops it; the data stays.
            """);
    }

    private static string Words(LoadedSample sample)
    {
        const string about = "incidents from public documents about Kyrgyzstan";
        return sample.NotPublic.Count == 0
            ? $"{sample.Records} {about}, published: the page shows them without a key"
            : $"{sample.Records} {about}, {sample.Records - sample.NotPublic.Count} of them published:\n              "
                + string.Join("\n              ", sample.NotPublic);
    }
}
