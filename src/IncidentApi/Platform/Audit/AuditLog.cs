using System.Security.Cryptography;
using System.Text;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Platform.Audit;

/// <summary>Writes the audit log of the organisation for which a transaction speaks, through the one function that may.</summary>
internal static class AuditLog
{
    private const int SaltLength = 32;

    /// <summary>
    /// Records an act. It stands last in its transaction: it locks the head, and everybody else of the organisation waits for the commit.
    /// </summary>
    /// <param name="caller">Who did it; null for whoever has no key yet.</param>
    /// <param name="act">One of <see cref="AuditAct"/>.</param>
    /// <param name="subject">The kind of thing to which it was done, one of <see cref="AuditSubject"/>.</param>
    /// <param name="id">Which one.</param>
    /// <param name="reason">Why, in the caller's words: kept beside the chain, where it can be erased.</param>
    /// <param name="number">How many things it was done to.</param>
    public static Sql Record(Caller? caller, string act, string? subject = null, Guid? id = null, string? reason = null, long? number = null)
    {
        var salt = reason is null ? null : RandomNumberGenerator.GetBytes(SaltLength);
        var commitment = reason is null ? null : Commitment(salt!, reason);
        return $"select append_audit({act}, {KeyOf(caller)}, {subject}, {id}, {number}, null, {commitment}, {salt}, {reason}, false)";
    }

    /// <summary>Records that an incident came to a version, in the change log too.</summary>
    public static Sql RecordChange(Caller caller, Guid incident, int version, string kind) =>
        $"select append_audit({kind}, {KeyOf(caller)}, {AuditSubject.Incident}, {incident}, {version}, null, null, null, null, true)";

    /// <summary>Records how often a key did something since an instant.</summary>
    public static Sql RecordCount(Guid key, string act, long count, DateTimeOffset since) =>
        $"select append_audit({act}, {key}, null, null, {count}, {since}, null, null, null, false)";

    /// <summary>Erases the reasons of everything that was done to a subject. The chain still verifies: it holds commitments alone.</summary>
    public static Sql EraseReasons(Guid id) => $"select erase_audit_reasons({id})";

    /// <summary>Binds an entry to a reason without containing it: without the salt nobody can try out texts.</summary>
    public static byte[] Commitment(byte[] salt, string reason) => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(reason));

    // The operator has no key of an organisation.
    private static Guid? KeyOf(Caller? caller) => caller is null || caller.KeyId == Guid.Empty ? null : caller.KeyId;
}
