using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using IncidentApi.Platform.Http;
using Microsoft.OpenApi;

namespace IncidentApi.Platform.Contract;

/// <summary>
/// The shapes of bodies and answers, read off the records that the serialiser uses and off the attributes that the rules use.
/// What a client sends takes no member that is not named here, and no null.
/// </summary>
internal sealed class Schemas(OpenApiDocument document, XmlDocs docs)
{
    private static readonly Dictionary<Type, (JsonSchemaType Type, string? Format)> Plain = new()
    {
        [typeof(bool)] = (JsonSchemaType.Boolean, null),
        [typeof(int)] = (JsonSchemaType.Integer, "int32"),
        [typeof(long)] = (JsonSchemaType.Integer, "int64"),
        [typeof(double)] = (JsonSchemaType.Number, "double"),
        [typeof(Guid)] = (JsonSchemaType.String, "uuid"),
        [typeof(DateOnly)] = (JsonSchemaType.String, "date"),
        [typeof(DateTimeOffset)] = (JsonSchemaType.String, "date-time"),
    };

    private readonly NullabilityInfoContext _nullability = new();
    private readonly Dictionary<string, object> _owners = [];

    public SortedDictionary<string, IOpenApiSchema> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The shape of what a client sends; it has to be asked for before any answer that shares its parts.</summary>
    public IOpenApiSchema OfSent(Type type) => Of(type, ValueRules.None, sent: true);

    public IOpenApiSchema OfShown(Type type) => Of(type, ValueRules.None, sent: false);

    public IOpenApiSchema Of(QueryParameter parameter)
    {
        var schema = Of(parameter.Type, ValueRules.Of(parameter), sent: true);
        var value = parameter.Default is { } set ? JsonSerializer.SerializeToNode(set) : null;
        if (schema is OpenApiSchema own) own.Default = value;
        else if (schema is OpenApiSchemaReference reference) reference.Default = value;
        return schema;
    }

    /// <summary>A component that is made when it is first asked for; two things of one name are a mistake.</summary>
    public IOpenApiSchema Component(string name, object owner, Func<OpenApiSchema> make)
    {
        if (_owners.TryAdd(name, owner))
        {
            Components[name] = make();
        }
        else if (!_owners[name].Equals(owner))
        {
            throw new InvalidOperationException($"Two shapes are called {name}: {owner} and {_owners[name]}.");
        }

        return new OpenApiSchemaReference(name, document);
    }

    private IOpenApiSchema Of(Type type, ValueRules rules, bool sent)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return OfText(rules, sent);
        if (type == typeof(JsonElement)) return new OpenApiSchema();
        if (Plain.TryGetValue(type, out var plain))
        {
            return new OpenApiSchema { Type = plain.Type, Format = plain.Format, Minimum = Bound(rules.Range?.Minimum), Maximum = Bound(rules.Range?.Maximum) };
        }

        if (ArgumentOf(type, typeof(IReadOnlyDictionary<,>), 1) is { } value)
        {
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(value, rules.OfItems(), sent), MaxProperties = rules.Most };
        }

        if (ArgumentOf(type, typeof(IEnumerable<>), 0) is { } item)
        {
            return new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = Of(rules.Items ?? item, rules.OfItems(), sent),
                MinItems = rules.Required ? 1 : null,
                MaxItems = rules.Most,
            };
        }

        return type is { IsClass: true } && type.Assembly == typeof(Schemas).Assembly
            ? Component(SchemaNameAttribute.Of(type), type, () => OfRecord(type, sent))
            : throw new InvalidOperationException($"The document knows no way to show {type}.");
    }

    private IOpenApiSchema OfText(ValueRules rules, bool sent) => rules.List switch
    {
        { Name: { } name } list => Component(NameOf(name), name, () => OfList(list)),
        { Called: { } name } list => Component(name, string.Join(' ', list.Codes.Order(StringComparer.Ordinal)), () => OfList(list)),
        { } list => OfList(list),
        null => new OpenApiSchema { Type = JsonSchemaType.String, MinLength = sent ? 1 : null, MaxLength = rules.Most, Pattern = rules.Form?.Pattern },
    };

    private static OpenApiSchema OfList(ClosedListAttribute list) => new()
    {
        Type = JsonSchemaType.String,
        Description = list.Name is null ? list.Note : $"{list.Note} The vocabulary `{list.Name}`.",
        Enum = [.. list.Codes.Select(code => JsonValue.Create(code))],
    };

    private OpenApiSchema OfRecord(Type type, bool sent)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = docs.Summary(type),
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
            AdditionalPropertiesAllowed = !sent,
        };
        foreach (var shown in Json.Answers.GetTypeInfo(type).Properties)
        {
            if (shown.IsExtensionData) schema.AdditionalProperties = new OpenApiSchema();
            else if (shown is { Get: not null, AttributeProvider: PropertyInfo member }) Add(schema, shown, member, sent);
        }

        return schema;
    }

    private void Add(OpenApiSchema record, JsonPropertyInfo shown, PropertyInfo member, bool sent)
    {
        var rules = ValueRules.Of(member);
        var nullable = IsNullable(member);
        var maybeNull = nullable && member.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition == JsonIgnoreCondition.Never;
        var kept = !sent && member.IsDefined(typeof(WithheldAttribute));
        if ((rules.Required && !kept) || maybeNull || !(sent || nullable)) record.Required!.Add(shown.Name);

        var value = Of(member.PropertyType, rules, sent);
        var description = rules.Describe(docs.Summary(member));
        IList<JsonNode>? examples = docs.Example(member) is { } example ? [ToJson(example, member.PropertyType)] : null;
        var serverMade = member.IsDefined(typeof(ServerMadeAttribute));
        if (value is OpenApiSchema own)
        {
            (own.Description, own.ReadOnly, own.Examples, own.Deprecated) = (description, serverMade, examples, rules.Deprecation is not null);
            if (maybeNull) own.Type |= JsonSchemaType.Null;
        }
        else if (value is OpenApiSchemaReference reference)
        {
            (reference.Description, reference.ReadOnly, reference.Examples, reference.Deprecated) = (description, serverMade, examples, rules.Deprecation is not null);
            if (maybeNull) value = new OpenApiSchema { Description = description, OneOf = [reference, new OpenApiSchema { Type = JsonSchemaType.Null }] };
        }

        record.Properties![shown.Name] = value;
    }

    private bool IsNullable(PropertyInfo member) => _nullability.Create(member).ReadState == NullabilityState.Nullable;

    /// <summary><c>people.role</c> is PeopleRole.</summary>
    private static string NameOf(string list) => string.Concat(list.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    private static string? Bound(object? bound) => bound is null ? null : Convert.ToString(bound, CultureInfo.InvariantCulture);

    private static JsonNode ToJson(string example, Type type) =>
        type == typeof(string) || Plain.GetValueOrDefault(Nullable.GetUnderlyingType(type) ?? type).Type == JsonSchemaType.String
            ? JsonValue.Create(example)
            : JsonNode.Parse(example)!;

    private static Type? ArgumentOf(Type type, Type of, int index) => type.GetInterfaces().Prepend(type)
        .FirstOrDefault(other => other.IsGenericType && other.GetGenericTypeDefinition() == of)?.GetGenericArguments()[index];
}
