namespace IncidentApi.Features.Vocabularies;

/// <summary>Countries and areas with a code of their own in ISO 3166-1.</summary>
internal static class Countries
{
    public static readonly Vocabulary All = Vocabulary.Named("countries");

    /// <param name="code">Two capital letters.</param>
    public static bool Contains(string code) => All.Contains(code);
}
