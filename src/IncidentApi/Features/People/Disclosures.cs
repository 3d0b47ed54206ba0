namespace IncidentApi.Features.People;

/// <summary>Who may see a name, from the openest to the most hidden.</summary>
internal static class Disclosures
{
    public const string Organisation = "organisation";
    public const string Vault = "vault";

    private static readonly string[] Ranked = ["public", "partners", Organisation, Vault];

    public static string Stricter(string one, string other) => Array.IndexOf(Ranked, one) >= Array.IndexOf(Ranked, other) ? one : other;
}
