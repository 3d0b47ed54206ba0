using System.Collections.Frozen;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Violations;

namespace IncidentApi.Features.Incidents.Storage;

/// <summary>Which types of violation touch a right whoever did them, and which rights need the state's hand.</summary>
internal static class RightsFilter
{
    private static readonly FrozenDictionary<string, string[]> TypesByRight = Vocabulary.Named("rights").Codes
        .ToFrozenDictionary(right => right, right => ViolationTypes.All.Select(type => type.Code).Where(type => Rights.Of([(type, false)]).Contains(right)).ToArray());

    private static readonly FrozenSet<string> NeedTheState = ViolationTypes.All
        .SelectMany(type => Rights.Of([(type.Code, true)]).Except(Rights.Of([(type.Code, false)]))).ToFrozenSet();

    public static IEnumerable<string> ThatNeedTheState(IEnumerable<string> rights) => rights.Where(NeedTheState.Contains);

    /// <summary>The terms of which a record that touches one of these rights has at least one.</summary>
    public static int[] TermsOf(IEnumerable<string> rights) =>
        [.. rights.SelectMany(right => FilterTerm.Of("violation", TypesByRight[right]).Append(FilterTerm.Of("right", right)))];
}
