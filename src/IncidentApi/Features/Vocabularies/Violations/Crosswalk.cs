namespace IncidentApi.Features.Vocabularies.Violations;

/// <summary>What a type of violation is called, or falls under, in the law and in the lists of others. Our own reading.</summary>
internal sealed record Crosswalk
{
    /// <summary>Articles of the International Covenant on Civil and Political Rights.</summary>
    public IReadOnlyList<string> Iccpr { get; init; } = [];

    /// <summary>Articles of the Universal Declaration of Human Rights.</summary>
    public IReadOnlyList<string> Udhr { get; init; } = [];

    /// <summary>Articles of the UN Declaration on Human Rights Defenders.</summary>
    public IReadOnlyList<string> HrdDeclaration { get; init; } = [];

    /// <summary>Articles of other treaties, with the treaty's short name.</summary>
    public IReadOnlyList<string> OtherInstruments { get; init; } = [];

    /// <summary>Codes in the HURIDOCS micro-thesaurus of acts.</summary>
    public IReadOnlyList<string> HuridocsActs { get; init; } = [];

    /// <summary>Categories of the U.S. Press Freedom Tracker.</summary>
    public IReadOnlyList<string> PftCategories { get; init; } = [];

    /// <summary>Class of act in SDG indicator 16.10.1.</summary>
    public string? Sdg16101 { get; init; }

    /// <summary>Right in the list of the Human Rights Measurement Initiative.</summary>
    public string? HrmiRight { get; init; }

    /// <summary>The same, only where a state acted or acquiesced.</summary>
    public string? HrmiRightIfState { get; init; }

    /// <summary>Tag of the CIVICUS Monitor.</summary>
    public string? CivicusTag { get; init; }

    /// <summary>Type of violation at Front Line Defenders.</summary>
    public string? FldType { get; init; }

    /// <summary>Type of sub-event at ACLED.</summary>
    public string? AcledSubEvent { get; init; }

    /// <summary>Type in the UN mechanism on children and armed conflict.</summary>
    public string? PrimeroMrm { get; init; }
}
