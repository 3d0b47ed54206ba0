using System.Collections.Frozen;
using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>Which members of an incident an answer shows.</summary>
internal static class Fields
{
    public const string All = "all";
    public const string Body = "body";

    public static readonly IReadOnlyList<string> Members = [.. Json.Answers.GetTypeInfo(typeof(Incident)).Properties.Select(property => property.Name)];

    private static readonly FrozenSet<string> Known = Members.ToFrozenSet();

    /// <summary>What is wrong with a choice of fields, if anything.</summary>
    public static Fault? FaultOf(string[]? fields, bool ofOne)
    {
        string[] words = ofOne ? [All, Body] : [All];
        if (fields is null || (fields is [var word] && words.Contains(word))) return null;

        if (fields.FirstOrDefault(field => !Known.Contains(field)) is not { } unknown) return null;

        var near = NearMiss.Of(unknown, Members);
        return Problems.InvalidParameter.AtParameter("fields", $"“{unknown}” is no member of an incident.{NearMiss.Question(near)}", unknown, [.. words, .. Members], near);
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> document, IReadOnlyList<string> fields)
    {
        using var incident = JsonDocument.Parse(document);
        writer.WriteStartObject();
        foreach (var member in incident.RootElement.EnumerateObject().Where(member => fields.Contains(member.Name, StringComparer.Ordinal))) member.WriteTo(writer);
        writer.WriteEndObject();
    }
}
