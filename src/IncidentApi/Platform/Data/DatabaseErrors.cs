using Npgsql;

namespace IncidentApi.Platform.Data;

/// <summary>PostgreSQL's verdicts that a writer expects.</summary>
internal static class DatabaseErrors
{
    /// <summary>Raised by <c>require_written</c>: the version to replace was replaced already.</summary>
    public const string NotWritten = "HR412";

    public static bool Violates(this PostgresException error, string constraint) =>
        error.SqlState == PostgresErrorCodes.UniqueViolation && error.ConstraintName == constraint;
}
