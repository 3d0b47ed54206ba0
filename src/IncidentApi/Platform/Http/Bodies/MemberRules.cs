using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using FluentValidation;

namespace IncidentApi.Platform.Http;

/// <summary>Says in which form a text is written; the contract shows the pattern and the words.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class TextFormAttribute : Attribute
{
    /// <summary>What to send, in words.</summary>
    public abstract string Expected { get; }

    /// <summary>A regular expression for the contract; null where words must do.</summary>
    public virtual string? Pattern => null;

    /// <summary>The fault of a text that is not in this form, or null.</summary>
    public abstract (ProblemKind Kind, string Detail)? FaultOf(string text);

    /// <summary>What somebody may have meant by a text that is not in this form; empty where nobody knows.</summary>
    public virtual IReadOnlyList<string> Near(string text) => [];
}

/// <summary>
/// Rules of a record, of which the plain ones are read off its attributes: what is required, how long, in which range,
/// from which closed list, in which form. The same attributes make the contract, so the two cannot differ.
/// </summary>
internal abstract class MemberRules<T> : AbstractValidator<T>
{
    protected MemberRules()
    {
        foreach (var member in typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (member.IsDefined(typeof(ServerMadeAttribute))) continue;

            var record = Expression.Parameter(typeof(T));
            var value = Expression.Lambda<Func<T, object?>>(Expression.Convert(Expression.Property(record, member), typeof(object)), record);
            var check = new MemberCheck(member);
            RuleFor(value).Custom((found, context) => check.Run(found, (kind, detail, below, list, text) => context.Refuse(kind, detail, below, list, text)));
        }
    }
}

/// <summary>What the attributes of one member ask of its value.</summary>
internal sealed class MemberCheck(PropertyInfo member)
{
    public delegate void Report(ProblemKind kind, string detail, string? below = null, ClosedListAttribute? list = null, string? value = null);

    private readonly bool _required = member.IsDefined(typeof(RequiredAttribute));
    private readonly int? _most = member.GetCustomAttribute<MaxLengthAttribute>()?.Length;
    private readonly int? _longestItem = member.GetCustomAttribute<LongestItemAttribute>()?.Length;
    private readonly RangeAttribute? _range = member.GetCustomAttribute<RangeAttribute>();
    private readonly ClosedListAttribute? _list = member.GetCustomAttribute<ClosedListAttribute>();
    private readonly TextFormAttribute? _form = member.GetCustomAttribute<TextFormAttribute>();

    public void Run(object? value, Report report)
    {
        switch (value)
        {
            case null when _required: report(Problems.Required, "This must be there."); break;
            case string text: Check(text, _most, null, report); break;
            case IDictionary dictionary: CheckCount(dictionary.Count, report); break;
            case IEnumerable<string> texts:
                CheckCount(texts.Count(), report);
                foreach (var (index, text) in texts.Index())
                {
                    if (text is not null) Check(text, _longestItem, $"[{index}]", report);
                }

                break;
            case ICollection items: CheckCount(items.Count, report); break;
            case int or double: CheckNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture), report); break;
            default: break;
        }
    }

    private void CheckCount(int count, Report report)
    {
        if (count == 0 && _required) report(Problems.Required, "This must hold at least one entry.");
        if (count > _most) report(Problems.TooLong, $"This holds {count} entries; at most {_most} fit.");
    }

    private void CheckNumber(double number, Report report)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (_range is not null && !_range.IsValid(number)) report(Problems.OutOfRange, $"This takes a number from {_range.Minimum} to {_range.Maximum}.", value: text);
        if (_list is not null && !_list.Contains(text)) report(Problems.UnknownCode, $"“{text}” is not in this list.", null, _list, text);
    }

    private void Check(string text, int? longest, string? below, Report report)
    {
        if (string.IsNullOrWhiteSpace(text)) report(Problems.Required, "An empty text says nothing: leave the member out.", below);
        else if (text.Length > longest && text.EnumerateRunes().Count() > longest) report(Problems.TooLong, $"This takes at most {longest} characters.", below, null, text);
        else if (_list is not null && !_list.Contains(text)) report(Problems.UnknownCode, $"“{(text.Length > 64 ? text[..64] : text)}” is not in this list.", below, _list, text);
        else if (_form?.FaultOf(text) is { } fault) report(fault.Kind, fault.Detail, below, null, text);
    }
}

/// <summary>How long each text of a list may be.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LongestItemAttribute(int length) : Attribute
{
    public int Length => length;
}
