namespace IncidentApi.Local.Postgres;

/// <summary>How long a private cluster lives.</summary>
internal enum PostgresLifetime
{
    /// <summary>Safe on disk; survives a launcher that was killed, and the next one adopts it.</summary>
    Lasting,

    /// <summary>For tests: fast, not safe on disk, and gone with its folder when the process that started it ends in any way.</summary>
    Throwaway,
}
