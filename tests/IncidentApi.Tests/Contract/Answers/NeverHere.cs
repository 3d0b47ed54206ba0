namespace IncidentApi.Tests.Contract.Answers;

/// <summary>Declared statuses that the walk over all operations does not provoke, each with its reason.</summary>
internal static class NeverHere
{
    public static readonly IReadOnlyDictionary<(string Operation, int Status), string> Reasons = new Dictionary<(string, int), string>
    {
        [("getMe", 403)] = "A token without an organisation needs a provider of tokens: TokenTests asks it.",
    };
}
