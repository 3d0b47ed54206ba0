namespace IncidentApi.Platform.Logs;

/// <summary>An exception as a log may hold it: what kinds, and where, without a word of what they say.</summary>
internal static class ExceptionKinds
{
    public static string Of(Exception exception)
    {
        var kinds = new List<string>();
        for (var at = exception; at is not null; at = at.InnerException) kinds.Add(at.GetType().FullName!);
        return $"{string.Join(" of ", kinds)}\n{exception.StackTrace}";
    }
}
