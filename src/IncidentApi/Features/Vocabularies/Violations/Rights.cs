using System.Collections.Frozen;

namespace IncidentApi.Features.Vocabularies.Violations;

/// <summary>Which rights acts touch: derived, never sent by a client.</summary>
internal static class Rights
{
    private static readonly IReadOnlyList<string> Codes = Vocabulary.Named("rights").Codes;

    private static readonly FrozenDictionary<string, int> Positions =
        Codes.Select((code, position) => (code, position)).ToFrozenDictionary(right => right.code, right => right.position);

    private static readonly FrozenSet<string> SafetyFromTheState = Vocabulary.Named("hrmi.rights").Terms
        .Where(right => right.Text("category") is "physint").Select(right => right.Code).ToFrozenSet();

    private static readonly FrozenDictionary<(string Type, bool State), int[]> Touched = ViolationTypes.All
        .SelectMany(type => new[] { (Type: type, State: false), (Type: type, State: true) })
        .ToFrozenDictionary(act => (act.Type.Code, act.State), act => PositionsOf(act.Type, act.State));

    /// <summary>
    /// The rights that these acts touch, each once, in the order of the vocabulary <c>rights</c>. HRMI's safety from the state
    /// is touched only where the state acted or acquiesced; the articles are touched whoever acted.
    /// </summary>
    /// <param name="acts">The type of each act, and whether the state acted or acquiesced in it.</param>
    public static IReadOnlyList<string> Of(IEnumerable<(string Type, bool State)> acts)
    {
        Span<bool> touched = stackalloc bool[Codes.Count];
        var count = 0;
        foreach (var act in acts)
        {
            foreach (var position in Touched[act])
            {
                if (!touched[position]) count++;
                touched[position] = true;
            }
        }

        var rights = new List<string>(count);
        for (var position = 0; position < touched.Length; position++)
        {
            if (touched[position]) rights.Add(Codes[position]);
        }
        return rights;
    }

    private static int[] PositionsOf(ViolationType type, bool state)
    {
        string?[] measured = [type.HrmiRight, state ? type.HrmiRightIfState : null];
        var codes = measured.OfType<string>()
            .Where(right => state || !SafetyFromTheState.Contains(right)).Select(right => $"hrmi:{right}")
            .Concat(type.Iccpr.Select(article => $"iccpr:{article}"))
            .Concat(type.Udhr.Select(article => $"udhr:{article}"))
            .Concat(type.HrdDeclaration.Select(article => $"hrd:{article}"))
            .Concat(type.Sdg16101 is { } act ? [$"sdg:{act}"] : []);
        return [.. codes.Select(code => Positions[code])];
    }
}
