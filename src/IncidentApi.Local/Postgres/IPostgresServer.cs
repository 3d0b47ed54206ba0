namespace IncidentApi.Local.Postgres;

/// <summary>A PostgreSQL server on which the launcher may make roles and databases: a private cluster, or one that was there.</summary>
internal interface IPostgresServer : IAsyncDisposable
{
    int MajorVersion { get; }

    /// <summary>The role that may make roles and databases.</summary>
    string Owner { get; }

    /// <summary>A database that is always there, from which others are made.</summary>
    string MaintenanceDatabase { get; }

    /// <summary>The password that a role shall have; null where the server knows its users by themselves.</summary>
    string? PasswordFor(string role);

    /// <summary>How Npgsql reaches a database as the owner or as one of the service's roles.</summary>
    string ConnectionString(string database, string role);
}
