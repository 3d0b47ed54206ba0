using System.Text;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace IncidentApi.Platform.Idempotency;

/// <summary>
/// Remembers for a day that a request was carried out, and with what result: keyed digests of the key and the request, the status,
/// the record and its version. Never a body: a repeat is answered from the stored version.
/// </summary>
internal sealed class IdempotencyRecord
{
    public Guid OrganisationId { get; set; }

    public byte[] Key { get; set; } = [];

    public byte[] Request { get; set; } = [];

    public int Status { get; set; }

    public Guid IncidentId { get; set; }

    public int Version { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class IdempotencyTable : IEntityTypeConfiguration<IdempotencyRecord>
{
    public const string PrimaryKey = "pk_idempotency_keys";

    public void Configure(EntityTypeBuilder<IdempotencyRecord> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(record => new { record.OrganisationId, record.Key }).HasName(PrimaryKey);
        builder.HasIndex(record => new { record.OrganisationId, record.At }).HasDatabaseName("ix_idempotency_keys_at");
    }
}

/// <summary>A request that its client may send again: the digests of its key and of itself.</summary>
internal sealed record IdempotentRequest(byte[] Key, byte[] Request)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static IdempotentRequest? Of(InstallationSecret secret, string? key, string method, string path, ReadOnlyMemory<byte> body) =>
        key is null ? null : new(secret.Digest(Encoding.UTF8.GetBytes(key)), secret.Digest([.. Encoding.UTF8.GetBytes($"{method} {path}\n"), .. body.Span]));

    /// <summary>Claims the key in the writing transaction: a second request with it waits, and then fails on the primary key.</summary>
    public IEnumerable<Sql> Claim(Guid organisation, int status, Guid incident, int version, DateTimeOffset now)
    {
        yield return $"delete from idempotency_keys where organisation_id = {organisation} and at < {now - Lifetime}";
        yield return $"""
            insert into idempotency_keys (organisation_id, key, request, status, incident_id, version, at)
            values ({organisation}, {Key}, {Request}, {status}, {incident}, {version}, {now})
            """;
    }

    public Sql Find(Guid organisation) =>
        $"select request, status, incident_id, version from idempotency_keys where organisation_id = {organisation} and key = {Key}";
}
