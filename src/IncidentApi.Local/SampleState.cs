namespace IncidentApi.Local;

/// <summary>Whether the sample belongs into this database. It is decided once, when the database is new.</summary>
internal enum SampleState
{
    /// <summary>It is to be loaded, or a launcher was stopped while it loaded it.</summary>
    Wanted,

    /// <summary>The whole of it is in.</summary>
    Loaded,

    /// <summary>The database was to be left empty, and stays free of it.</summary>
    Declined,
}
