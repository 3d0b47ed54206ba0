using System.ComponentModel.DataAnnotations;
using FluentValidation;
using IncidentApi.Features.Vocabularies;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.People;

/// <summary>What a client sends to make or replace an entry of the register.</summary>
internal sealed record PersonBody
{
    /// <summary>The person's name in the sender's own system: the same one in two records is one person.</summary>
    public ExternalRef? ExternalRef { get; init; }

    /// <summary>What stands where the name may not: “a lawyer”.</summary>
    [MaxLength(120)] public string? Label { get; init; }

    /// <summary>Who may see the name; organisation where absent. What is in the vault stays there unless the name is sent again.</summary>
    [Code("people.disclosure")] public string? Disclosure { get; init; }

    /// <summary>The name. Absent for somebody in the vault, it stays as it is.</summary>
    [MaxLength(200)] public string? Name { get; init; }

    /// <summary>Other names and spellings.</summary>
    [MaxLength(50), LongestItem(200)] public IReadOnlyList<string>? Aliases { get; init; }
}

internal sealed class PersonRules : MemberRules<PersonBody>
{
    public PersonRules()
    {
        RuleFor(person => person.ExternalRef!).SetValidator(new ExternalRefRules()).When(person => person.ExternalRef is not null);
        RuleFor(person => person).Custom((person, context) =>
        {
            if (person is { Name: null, Label: null }) context.Refuse(Problems.Required, "Send a name, or a label that can stand for it.", "label");
        });
    }
}

/// <summary>An entry of the organisation's register: one person, group or body, in whichever incidents.</summary>
[Versioned, SchemaName("Person")]
internal sealed record PersonResponse
{
    /// <summary>A UUID: the client's own, else made by the server. Incidents name it as personId.</summary>
    public Guid Id { get; init; }

    /// <summary>Counts the changes; the ETag is this number in quotes.</summary>
    public int Version { get; init; }

    /// <summary>The person's name in the sender's own system.</summary>
    public ExternalRef? ExternalRef { get; init; }

    /// <summary>What stands where the name may not.</summary>
    public string? Label { get; init; }

    /// <summary>The strictest disclosure that a record asks for.</summary>
    [Code("people.disclosure")] public string Disclosure { get; init; } = "";

    /// <summary>The name; absent for somebody in the vault.</summary>
    public string? Name { get; init; }

    /// <summary>Other names and spellings; absent for somebody in the vault.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>The entry of the same person into which this one was merged.</summary>
    public Guid? MergedInto { get; init; }

    /// <summary>The entries that were merged into this one.</summary>
    public IReadOnlyList<Guid> Merged { get; init; } = [];

    /// <summary>When the identity was erased.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>When the entry was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Where the person stands, the latest records first; at most 200.</summary>
    public IReadOnlyList<PlaceInIncident> Incidents { get; init; } = [];

    /// <summary>Whether there are more: list them with GET /v1/incidents?personId=.</summary>
    public bool MoreIncidents { get; init; }
}

/// <summary>Where a person stands.</summary>
/// <param name="Id">The incident.</param>
/// <param name="Ref">The person's ref within it.</param>
/// <param name="Role">As what.</param>
internal sealed record PlaceInIncident(Guid Id, string Ref, [property: Code("people.role")] string Role);

/// <summary>Whom to find, by one of both.</summary>
internal sealed record PersonSearch
{
    /// <summary>A name in any spelling, or a part of one that is a whole word.</summary>
    [MaxLength(200)] public string? Name { get; init; }

    /// <summary>The person's name in the sender's own system.</summary>
    public ExternalRef? ExternalRef { get; init; }
}

internal sealed class PersonSearchRules : MemberRules<PersonSearch>
{
    public PersonSearchRules()
    {
        RuleFor(search => search.ExternalRef!).SetValidator(new ExternalRefRules()).When(search => search.ExternalRef is not null);
        RuleFor(search => search).Custom((search, context) =>
        {
            if (search.Name is null == search.ExternalRef is null) context.Refuse(Problems.Required, "Send name or externalRef, one of them.", "name");
        });
    }
}

/// <summary>Somebody who was found. Of somebody in the vault only id, label and disclosure.</summary>
/// <param name="Id">The entry of the register.</param>
/// <param name="Label">What stands where the name may not.</param>
/// <param name="Disclosure">Who may see the name.</param>
/// <param name="Name">The name.</param>
/// <param name="ExternalRef">The name in the sender's own system.</param>
/// <param name="MergedInto">The entry of the same person into which this one was merged.</param>
internal sealed record FoundPerson(Guid Id, string? Label, [property: Code("people.disclosure")] string Disclosure, string? Name, ExternalRef? ExternalRef, Guid? MergedInto);

/// <summary>Who was found.</summary>
/// <param name="Items">At most 50.</param>
/// <param name="More">Whether there are more: say more of the name.</param>
internal sealed record FoundPeople(IReadOnlyList<FoundPerson> Items, bool More);
