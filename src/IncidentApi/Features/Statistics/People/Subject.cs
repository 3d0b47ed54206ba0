using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Features.Vocabularies;

namespace IncidentApi.Features.Statistics.People;

/// <summary>What a table divides people by: gender, age, or whether they belong to one group at risk.</summary>
internal sealed record Subject(int Number, string Dimension, IReadOnlyList<string> Values)
{
    public const string OfGender = "gender";
    public const string OfAge = "ageBand";
    public const string OfRisk = "atRisk";

    /// <summary>All dimensions of tables of people.</summary>
    public static readonly IReadOnlyList<string> Dimensions = [OfGender, OfAge, OfRisk];

    // They say again what gender and age say, so one table would undo what the other suppresses.
    private static readonly string[] SaidAlready = ["women_and_girls", "children", "older_people"];

    public static readonly Subject Gender = new(1, OfGender, HiddenPerson.Genders);

    public static readonly Subject Age = new(2, OfAge, HiddenPerson.Ages);

    /// <summary>The groups at risk that have a table, each of its own: somebody may belong to several.</summary>
    public static readonly IReadOnlyList<Subject> AtRisk =
        [.. Vocabulary.Named("people.atRiskGroups").Codes.Except(SaidAlready).Select(code => new Subject(FilterTerm.Of("atRisk", code), OfRisk, [code]))];

    private static readonly Dictionary<int, Subject> ByNumber = AtRisk.Append(Gender).Append(Age).ToDictionary(subject => subject.Number);

    public bool Divisible => Dimension != OfRisk;

    public static Subject? Find(int number) => ByNumber.GetValueOrDefault(number);

    /// <summary>Its place in the vocabulary.</summary>
    public static int PlaceOf(Subject subject) => AtRisk.Index().FirstOrDefault(other => other.Item == subject).Index;

    public static IEnumerable<Subject> Of(string? dimension) => ByNumber.Values.Where(subject => dimension is null || subject.Dimension == dimension);
}
