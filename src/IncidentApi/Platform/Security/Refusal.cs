using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.Security;

/// <summary>Why what was shown makes nobody a caller, for the routes that need one.</summary>
internal sealed record Refusal(ProblemResult Problem);

/// <summary>A key that was shown and that we know, but that does not work: revoked, expired, or not for this network.</summary>
internal sealed record RefusedKey(Guid OrganisationId, Guid KeyId);
