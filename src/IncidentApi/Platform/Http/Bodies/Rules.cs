using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using FluentValidation;
using FluentValidation.Results;

namespace IncidentApi.Platform.Http;

/// <summary>Registers the FluentValidation rules of every body, and turns what they find into faults.</summary>
internal static class Rules
{
    private static readonly FrozenDictionary<string, ProblemKind> Kinds = typeof(Problems).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (ProblemKind)field.GetValue(null)!).ToFrozenDictionary(kind => kind.Code);

    public static IServiceCollection AddRules(this IServiceCollection services)
    {
        // A fault names a member as the client wrote it.
        ValidatorOptions.Global.PropertyNameResolver = (_, member, _) =>
            member is null ? null : JsonNamingPolicy.CamelCase.ConvertName(member.Name);

        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(Rules).Assembly, includeInternalTypes: true))
        {
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        }

        return services;
    }

    public static List<Fault> FaultsOf<T>(IValidator<T> rules, T value) =>
        [.. rules.Validate(value).Errors.Select(ToFault).OrderBy(fault => fault.Pointer, StringComparer.Ordinal)];

    /// <summary>Reports a fault of the member that a rule looks at, or of one below it.</summary>
    public static void Refuse<T>(this ValidationContext<T> context, ProblemKind kind, string detail, string? below = null, ClosedListAttribute? list = null, string? value = null)
    {
        var path = context.PropertyPath + (below is null or ['[', ..] || context.PropertyPath.Length == 0 ? below : $".{below}");
        context.AddFailure(new ValidationFailure(path, detail) { ErrorCode = kind.Code, AttemptedValue = value, CustomState = list });
    }

    private static Fault ToFault(ValidationFailure failure)
    {
        var value = failure.AttemptedValue as string;
        var list = failure.CustomState as ClosedListAttribute;
        return Kinds[failure.ErrorCode].At(ToPointer(failure.PropertyName), failure.ErrorMessage, value, list?.Codes, value is null ? null : list?.Near(value));
    }

    /// <summary><c>violations[0].type</c> is <c>/violations/0/type</c>.</summary>
    private static string ToPointer(string path) => path.Length == 0 ? "" : "/" + path
        .Replace("].", "/", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal)
        .Replace('[', '/').Replace('.', '/');
}
