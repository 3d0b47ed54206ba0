using System.Text.Json;

namespace IncidentApi.Features.Vocabularies;

/// <summary>What was done, with its group and the articles and measures of others that it touches.</summary>
internal sealed record ViolationType(
    string Code, string Group, string? HrmiRight, string? HrmiRightIfState, IReadOnlyList<string> Iccpr,
    IReadOnlyList<string> Udhr, IReadOnlyList<string> HrdDeclaration, string? Sdg16101)
{
    public static ViolationType Of(Term term)
    {
        var crosswalk = term.Members.GetProperty("crosswalk");
        return new(term.Code, term.Text("group")!, Reference(crosswalk, "hrmiRight"), Reference(crosswalk, "hrmiRightIfState"),
            Term.Strings(crosswalk, "iccpr"), Term.Strings(crosswalk, "udhr"), Term.Strings(crosswalk, "hrdDeclaration"),
            Reference(crosswalk, "sdg16101"));
    }

    private static string? Reference(JsonElement crosswalk, string member) =>
        crosswalk.TryGetProperty(member, out var code) ? code.GetString() : null;
}
