namespace IncidentApi.Features.People.Storage;

/// <summary>
/// An entry of an organisation's register: one person, group or body that may stand in many incidents. The names stand in the clear only
/// as long as no record hides them; from then on they are sealed.
/// </summary>
internal sealed class Person
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    public int Version { get; set; }

    public string? ExternalSystem { get; set; }

    public string? ExternalId { get; set; }

    /// <summary>What stands where the name may not.</summary>
    public string? Label { get; set; }

    /// <summary>The strictest disclosure that a record has asked for.</summary>
    public string Disclosure { get; set; } = "";

    public string? Name { get; set; }

    public string[] Aliases { get; set; } = [];

    /// <summary>Name and aliases under the person's data key, once a record hides them.</summary>
    public byte[]? Identity { get; set; }

    /// <summary>The entry of the same person into which this one was merged.</summary>
    public Guid? MergedInto { get; set; }

    /// <summary>When the person's identity was erased; no record may bring it back.</summary>
    public DateTimeOffset? ErasedAt { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>
/// A person's data key, wrapped by the organisation's key. It has a row of its own because deleting it is what erases the identity:
/// the sealed bytes in any backup stay, and nothing opens them.
/// </summary>
internal sealed class PersonKey
{
    public Guid OrganisationId { get; set; }

    public Guid PersonId { get; set; }

    public int Generation { get; set; }

    public byte[] Wrapped { get; set; } = [];
}

/// <summary>One stem of a person's names, as a MAC: the blind index, for sealed names and open ones alike.</summary>
internal sealed class PersonName
{
    public Guid OrganisationId { get; set; }

    public byte[] Mac { get; set; } = [];

    public Guid PersonId { get; set; }

    /// <summary>Under which of the organisation's keys the MAC was made.</summary>
    public int Generation { get; set; }
}

/// <summary>Where a person stands, or once stood: who forgets a person must find every version that names them.</summary>
internal sealed class PersonPlace
{
    public Guid OrganisationId { get; set; }

    public Guid PersonId { get; set; }

    public Guid IncidentId { get; set; }

    public string Ref { get; set; } = "";

    public string Role { get; set; } = "";

    /// <summary>Whether the current version still has it.</summary>
    public bool Standing { get; set; }
}

/// <summary>What happened to an entry of the register. Never a name.</summary>
internal sealed class PersonChange
{
    public Guid OrganisationId { get; set; }

    public Guid PersonId { get; set; }

    public int Version { get; set; }

    public DateTimeOffset At { get; set; }

    public Guid By { get; set; }

    public string Change { get; set; } = "";

    /// <summary>The other entry of a merge.</summary>
    public Guid? Other { get; set; }
}

/// <summary>That a key may read one sealed identity, for a short while.</summary>
internal sealed class IdentityGrant
{
    public Guid OrganisationId { get; set; }

    public Guid PersonId { get; set; }

    public Guid KeyId { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>That a key read an identity, counted so that none reads them all.</summary>
internal sealed class IdentityRead
{
    public Guid OrganisationId { get; set; }

    public Guid Id { get; set; }

    public Guid KeyId { get; set; }

    public DateTimeOffset At { get; set; }
}
