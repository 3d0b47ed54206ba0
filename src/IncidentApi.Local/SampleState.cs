namespace IncidentApi.Local;

/// <summary>Whether the sample belongs into this database. It is decided once, when the database is new.</summary>
internal enum SampleState
{
    /// <summary>It is to be loaded and published, or a launcher was stopped while it did so.</summary>
    Wanted,

    /// <summary>The whole of it is in, by a launcher that did not publish it.</summary>
    Loaded,

    /// <summary>The whole of it is in, and others see it.</summary>
    Published,

    /// <summary>The database was to be left empty, and stays free of it.</summary>
    Declined,
}
