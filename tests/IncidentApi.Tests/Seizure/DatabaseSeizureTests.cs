namespace IncidentApi.Tests.Seizure;

/// <summary>Somebody takes the disk of the database: tables, indexes, write-ahead log, the server's log.</summary>
[Collection(nameof(Seized))]
public sealed class DatabaseSeizureTests(Seized seized)
{
    [Fact]
    public void It_surrenders_what_organisations_record() => seized.Disk.Surrenders([.. seized.Planted.Clear, .. seized.Planted.OfOther]);

    [Fact]
    public void The_write_ahead_log_alone_surrenders_it_too() => seized.WriteAheadLog.Surrenders([.. seized.Planted.Clear, .. seized.Planted.OfOther]);

    [Fact]
    public void It_keeps_the_names_in_the_vault() => seized.Disk.Keeps([.. seized.Planted.Hidden, seized.Planted.ForgottenInVault]);

    [Fact]
    public void It_surrenders_for_a_time_who_was_forgotten_if_his_name_was_in_clear() => seized.Disk.Surrenders([seized.Planted.Forgotten]);

    [Fact]
    public void It_keeps_every_key_and_recovery_code() => seized.Disk.Keeps(seized.Planted.Keys);

    [Fact]
    public void It_keeps_who_asked_what_from_where_and_what_was_refused() => seized.Disk.Keeps(seized.Planted.Passing);
}
