using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace IncidentApi.Platform.Http;

/// <summary>The query parameters of a route, read off the properties of a record; a record that cannot be set lends its own.</summary>
internal sealed class QueryContract
{
    private static readonly ConcurrentDictionary<Type, QueryContract> Known = new();

    public static readonly QueryContract None = new([]);

    private readonly Dictionary<string, QueryParameter> _parameters;

    private QueryContract(IEnumerable<QueryParameter> parameters) => _parameters = parameters.ToDictionary(parameter => parameter.Name);

    public IReadOnlyCollection<QueryParameter> Parameters => _parameters.Values;

    public static QueryContract Of(Type type) => Known.GetOrAdd(type, found => new QueryContract(ParametersOf(found, [])));

    /// <summary>Fills a record from a query string, and returns every fault.</summary>
    public List<Fault> ReadInto(object record, IQueryCollection query)
    {
        var faults = new List<Fault>();
        foreach (var (name, values) in query)
        {
            if (!_parameters.TryGetValue(name, out var parameter))
            {
                var near = NearMiss.Of(name, _parameters.Keys);
                faults.Add(Problems.UnknownParameter.AtParameter(name, $"There is no parameter “{name}” here.{NearMiss.Question(near)}", allowed: [.. _parameters.Keys], near: near));
            }
            else if (values.Count > 1)
            {
                faults.Add(Problems.RepeatedParameter.AtParameter(name, parameter.IsList ? $"Write the values of “{name}” once, with commas." : $"“{name}” stands twice."));
            }
            else if (parameter.Read(record, values[0] ?? "") is { } fault)
            {
                faults.Add(fault);
            }
        }

        return faults;
    }

    private static IEnumerable<QueryParameter> ParametersOf(Type type, IReadOnlyList<PropertyInfo> path) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => property.CanWrite
            ? [new QueryParameter(path, property)]
            : ParametersOf(property.PropertyType, [.. path, property]));
}

/// <summary>One query parameter: its name, what it takes, and how it is read.</summary>
internal sealed class QueryParameter(IReadOnlyList<PropertyInfo> path, PropertyInfo property)
{
    private readonly TextFormAttribute? _form = property.GetCustomAttribute<TextFormAttribute>();

    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    public string? Description { get; } = property.GetCustomAttribute<DescriptionAttribute>()?.Description;

    /// <summary>Whether the contract says that it must be there; the handler says so to who leaves it out.</summary>
    public bool Required { get; } = property.IsDefined(typeof(RequiredAttribute));

    /// <summary>That it is to go, if it is.</summary>
    public Deprecation? Deprecation { get; } = property.GetCustomAttribute<DeprecatedAttribute>()?.Deprecation;

    public ClosedListAttribute? List { get; } = property.GetCustomAttribute<ClosedListAttribute>();

    public RangeAttribute? Range { get; } = property.GetCustomAttribute<RangeAttribute>();

    public TextFormAttribute? Form => _form;

    public bool IsList => property.PropertyType == typeof(string[]) || property.PropertyType == typeof(Guid[]);

    public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    public object? Default { get; } = property.DeclaringType!.GetConstructor([]) is { } make ? property.GetValue(make.Invoke([])) : null;

    /// <summary>Puts a text into the record, or says what is wrong with it.</summary>
    public Fault? Read(object record, string text)
    {
        if (text.Length == 0) return Refuse("This must not be empty.", text);
        if (text.Contains('\0', StringComparison.Ordinal)) return Refuse("U+0000 is no character that can be stored.", null);

        var (value, fault) = IsList ? ReadList(text) : ReadOne(text);
        if (fault is null) property.SetValue(path.Aggregate(record, (holder, step) => step.GetValue(holder)!), value);
        return fault;
    }

    private (object? Value, Fault? Fault) ReadList(string text)
    {
        var texts = text.Split(',');
        foreach (var item in texts)
        {
            if (item.Length == 0) return (null, Refuse("A value between the commas is empty.", text));
            if (FaultOf(item) is { } fault) return (null, fault);
        }

        if (Type == typeof(string[])) return (texts, null);

        var ids = new Guid[texts.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            if (!Guid.TryParse(texts[i], out ids[i])) return (null, Refuse("This takes UUIDs.", texts[i]));
        }

        return (ids, null);
    }

    private (object? Value, Fault? Fault) ReadOne(string text)
    {
        if (FaultOf(text) is { } fault) return (null, fault);
        if (Type == typeof(string)) return (text, null);
        if (Type == typeof(int))
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return (null, Refuse("This takes a whole number.", text));
            return Range?.IsValid(number) == false ? (null, Refuse($"This takes a number from {Range.Minimum} to {Range.Maximum}.", text)) : (number, null);
        }

        if (Type == typeof(bool)) return bool.TryParse(text, out var flag) ? (flag, null) : (null, Refuse("This takes true or false.", text));
        if (Type == typeof(double))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) && Range?.IsValid(real) != false
                ? (real, null)
                : (null, Refuse(Range is null ? "This takes a number." : $"This takes a number from {Range.Minimum} to {Range.Maximum}.", text));
        }

        throw new InvalidOperationException($"No way to read {Type} from a query.");
    }

    private Fault? FaultOf(string text)
    {
        if (List is not null && !List.Contains(text))
        {
            var near = List.Near(text);
            return Problems.InvalidParameter.AtParameter(Name, $"“{text}” is not in this list.{NearMiss.Question(near)}", text, List.Codes, near);
        }

        if (_form?.FaultOf(text) is not { } fault) return null;

        var meant = _form.Near(text);
        return Problems.InvalidParameter.AtParameter(Name, fault.Detail + NearMiss.Question(meant), text, near: meant);
    }

    private Fault Refuse(string detail, string? value) => Problems.InvalidParameter.AtParameter(Name, detail, value);
}
