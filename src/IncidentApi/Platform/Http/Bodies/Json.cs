using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace IncidentApi.Platform.Http;

/// <summary>Marks a member that the server adds to a part of a document: shown in answers, refused in requests.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServerMadeAttribute : Attribute;

/// <summary>How JSON is read and written: strictly in, readably out.</summary>
internal static class Json
{
    public const int MaxDepth = 16;

    /// <summary>For answers and for what the store keeps; it knows the members that the server makes.</summary>
    public static readonly JsonSerializerOptions Answers = Configure(new JsonSerializerOptions());

    /// <summary>For request bodies: nothing unknown, nothing twice, no member that the server makes.</summary>
    public static readonly JsonSerializerOptions Requests = new(Answers)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        MaxDepth = MaxDepth,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutServerMade } },
    };

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        // Answers are JSON with nosniff, never HTML: Cyrillic stays readable and half as long.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new InstantConverter());
        options.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        return options;
    }

    private static void LeaveOutServerMade(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object) return;

        foreach (var property in type.Properties.ToList())
        {
            if (property.AttributeProvider?.IsDefined(typeof(ServerMadeAttribute), inherit: true) == true) type.Properties.Remove(property);
        }
    }
}
