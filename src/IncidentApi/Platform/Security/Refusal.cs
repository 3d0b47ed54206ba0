using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.Security;

/// <summary>Why what was shown makes nobody a caller, for the routes that need one.</summary>
internal sealed record Refusal(ProblemResult Problem);
