using System.Globalization;

namespace IncidentApi.Platform.Http;

/// <summary>The name that a record bears in the document, where it is not its own; <c>{0}</c> is that of its type argument.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SchemaNameAttribute(string name) : Attribute
{
    private string Name => name;

    public static string Of(Type type) => GetCustomAttribute(type, typeof(SchemaNameAttribute)) is SchemaNameAttribute named
        ? string.Format(CultureInfo.InvariantCulture, named.Name, [.. type.GetGenericArguments().Select(Of)])
        : type.IsGenericType ? throw new InvalidOperationException($"{type} needs a [SchemaName].") : type.Name;
}
