namespace IncidentApi.Local;

/// <summary>Something that keeps the launcher from starting and that the person at the keyboard can mend; the message says how.</summary>
internal sealed class CannotStartException(string message, Exception? cause = null) : Exception(message, cause);
