namespace IncidentApi.Features.Vocabularies;

/// <summary>Whose power stands behind a category of perpetrator: the state's, or somebody else's.</summary>
internal static class ActorClass
{
    private static readonly Vocabulary Categories = Vocabulary.Named("people.category");

    /// <summary><c>state</c>, <c>state_acquiescence</c>, <c>non_state</c> or <c>unknown</c>.</summary>
    public static string Of(string category) => Categories[category].Text("actorClass")!;

    /// <summary>Whether the state acted or acquiesced, so that the act touches safety from the state.</summary>
    public static bool IsState(string category) => Of(category) is "state" or "state_acquiescence";
}
