using System.Collections.Frozen;

namespace IncidentApi.Features.Vocabularies.Violations;

/// <summary>The types of violation, read with their crosswalk.</summary>
internal static class ViolationTypes
{
    public static readonly IReadOnlyList<ViolationType> All =
        [.. Vocabulary.Named("violations.type").Terms.Select(ViolationType.Of)];

    private static readonly FrozenDictionary<string, ViolationType> ByCode = All.ToFrozenDictionary(type => type.Code);

    /// <summary>The type with this code; a code that is not in the list is a mistake in the program.</summary>
    public static ViolationType Of(string code) => ByCode[code];
}
