namespace IncidentApi.Features.Vocabularies.Violations;

/// <summary>What was done, with its group and what it touches in the law and in the lists of others.</summary>
internal sealed record ViolationType(string Code, string Group, Crosswalk Crosswalk)
{
    public string? HrmiRight => Crosswalk.HrmiRight;

    public string? HrmiRightIfState => Crosswalk.HrmiRightIfState;

    public IReadOnlyList<string> Iccpr => Crosswalk.Iccpr;

    public IReadOnlyList<string> Udhr => Crosswalk.Udhr;

    public IReadOnlyList<string> HrdDeclaration => Crosswalk.HrdDeclaration;

    public string? Sdg16101 => Crosswalk.Sdg16101;

    public static ViolationType Of(Term term) => new(term.Code, term.Text("group")!, term.Crosswalk!);
}
