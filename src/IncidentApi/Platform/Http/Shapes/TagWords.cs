namespace IncidentApi.Platform.Http;

/// <summary>Says in the contract what the routes under a tag are for.</summary>
internal sealed record TagWords(string Description);
