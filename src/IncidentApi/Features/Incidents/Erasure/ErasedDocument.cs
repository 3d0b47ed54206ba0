using IncidentApi.Platform.Data;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Erasure;

/// <summary>A version of a record without what was taken out of it.</summary>
/// <param name="Version">Which one.</param>
/// <param name="Document">What remains.</param>
/// <param name="Pointers">What was taken out.</param>
internal sealed record ErasedDocument(int Version, byte[] Document, string[] Pointers)
{
    /// <summary>Whether it takes the name of a person, or an alias.</summary>
    public bool TakesNameOf(int person) => Pointers.Any(pointer => pointer == $"/people/{person}/name" || pointer.StartsWith($"/people/{person}/aliases", StringComparison.Ordinal));

    /// <summary>Stands after the statement that keeps the version: PostgreSQL lets nobody change one in any other way.</summary>
    public Sql Replace(Caller caller, Guid incident, int erasedIn, string reason) =>
        $"select erase_from_version({incident}, {Version}, {erasedIn}, {new JsonText(Document)}, {Pointers}, {reason}, {caller.KeyId})";
}

/// <summary>What is taken out of a record's versions, and why.</summary>
/// <param name="Documents">The versions that hold it, without it.</param>
/// <param name="Reason">A code.</param>
internal sealed record Erasing(IReadOnlyList<ErasedDocument> Documents, string Reason);

/// <summary>Why text was taken out.</summary>
internal static class ErasureReason
{
    /// <summary>A record hides from now on who it named before.</summary>
    public const string Hidden = "hidden";
}
