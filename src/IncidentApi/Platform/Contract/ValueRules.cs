using System.ComponentModel.DataAnnotations;
using System.Reflection;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.Contract;

/// <summary>What the attributes of a member, or a query parameter, ask of its value.</summary>
internal sealed record ValueRules
{
    public static readonly ValueRules None = new();

    public bool Required { get; init; }

    /// <summary>How many characters, items or members it may have.</summary>
    public int? Most { get; init; }

    public int? LongestItem { get; init; }

    public RangeAttribute? Range { get; init; }

    public ClosedListAttribute? List { get; init; }

    public TextFormAttribute? Form { get; init; }

    /// <summary>That it is to go, if it is.</summary>
    public Deprecation? Deprecation { get; init; }

    /// <summary>What the items of a list are, where its type does not say it.</summary>
    public Type? Items { get; init; }

    public static ValueRules Of(PropertyInfo member) => new()
    {
        Required = member.IsDefined(typeof(RequiredAttribute)),
        Most = member.GetCustomAttribute<MaxLengthAttribute>()?.Length,
        LongestItem = member.GetCustomAttribute<LongestItemAttribute>()?.Length,
        Range = member.GetCustomAttribute<RangeAttribute>(),
        List = member.GetCustomAttribute<ClosedListAttribute>(),
        Form = member.GetCustomAttribute<TextFormAttribute>(),
        Items = member.GetCustomAttribute<ItemsAreAttribute>()?.Type,
        Deprecation = member.GetCustomAttribute<DeprecatedAttribute>()?.Deprecation,
    };

    public static ValueRules Of(QueryParameter parameter) => new()
    {
        Range = parameter.Range,
        List = parameter.List,
        Form = parameter.Form,
        Deprecation = parameter.Deprecation,
    };

    public ValueRules OfItems() => new() { Most = LongestItem, List = List, Form = Form };

    /// <summary>A description that also says in words in which form a text is written, and until when it is there.</summary>
    public string? Describe(string? summary)
    {
        var words = Form is null ? summary : $"{summary} Takes {Form.Expected}.".TrimStart();
        return Deprecation is null ? words : $"{words} {Deprecation.Words}".TrimStart();
    }
}
