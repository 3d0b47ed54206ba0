using IncidentApi.Features.Incidents.Facts;
using IncidentApi.Features.Incidents.Freshness;
using IncidentApi.Platform.Data;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Query;

/// <summary>
/// One of the three ways to incidents: one's own, what partners share, what everybody may see. Each reads a table of its own and speaks
/// for its reader, so PostgreSQL decides what there is to find. The columns are the same, so one filter asks all three.
/// </summary>
internal sealed record Door(string Name, Sql Table, Store Store, Scope Scope)
{
    public const string Own = "own";
    public const string Shared = "shared";
    public const string Public = "public";

    /// <summary>Who did what to whom in these records, and which of them belong together.</summary>
    public required FactTables Counted { private get; init; }

    public Sql Facts => Counted.Facts;

    public Sql Links => Counted.Links;

    /// <summary>Who was held when.</summary>
    public Sql Detentions => Counted.Detentions;

    /// <summary>What every question through this door adds; empty for none.</summary>
    public Sql Condition { get; init; } = Sql.Empty;

    /// <summary>The function that searches texts past the policies; null where no policy stands before the index.</summary>
    public Sql? Search { get; init; }

    /// <summary>For whom pages and cursors hold: those of one reader are no good to another.</summary>
    public string Reader { get; init; } = "";

    public bool IsOwn => Name == Own;

    public bool IsPublic => Name == Public;

    /// <summary>The condition behind another one.</summary>
    public Sql And => Condition.IsEmpty ? Sql.Empty : Sql.Of($" and {Condition}");

    /// <summary>Records with one of these words or marks.</summary>
    public Sql Matching(Sql query) => Search is null ? Sql.Of($"search @@ ({query})") : Sql.Of($"id in (select {Search}({query}))");

    public Sql Matching(IEnumerable<string> marks) => Matching(Sql.Of($"{SearchQuery.OfMarks(marks)}::tsquery"));
}

/// <summary>Opens the door that a request asks for.</summary>
internal sealed class Doors(Store store, PublicStore publicStore, IHttpContextAccessor requests)
{
    /// <summary>The door that <c>scope</c> names; without it one's own with a key, the public one without.</summary>
    public Door Open(Caller? caller, string? scope)
    {
        var door = Find(caller, scope);
        return requests.HttpContext?.Features.Get<FreshReading>() is { } reading ? reading.Through(door) : door;
    }

    /// <summary>Whether a request comes through the public door.</summary>
    public static bool IsPublic(Caller? caller, string? scope) => (scope ?? (caller is null ? Door.Public : Door.Own)) == Door.Public;

    private Door Find(Caller? caller, string? scope) => (scope ?? (caller is null ? Door.Public : Door.Own)) switch
    {
        Door.Public => new Door(Door.Public, $"public_incidents", publicStore, Scope.Nobody) { Counted = FactTables.Public },
        _ when caller is null => throw new ProblemException(Problems.InvalidKey.With($"scope={scope} needs a key.")),
        Door.Shared => new Door(Door.Shared, $"shared_incidents", store, Scope.Of(caller.OrganisationId))
        {
            // Whoever shares reads its own rows too, to write them; they are none that partners share.
            Condition = $"organisation_id <> {caller.OrganisationId}",
            Search = $"shared_incidents_matching",
            Counted = FactTables.Shared,
            Reader = $"{caller.OrganisationId} shared",
        },
        _ => new Door(Door.Own, $"incidents", store, Scope.Of(caller.OrganisationId))
        {
            Search = $"incidents_matching",
            Counted = FactTables.Own,
            Reader = $"{caller.OrganisationId}",
        },
    };
}

internal sealed class IncidentScopeAttribute : OneOfAttribute
{
    public IncidentScopeAttribute()
        : base(Door.Own, Door.Shared, Door.Public) =>
        (Called, Note) = ("IncidentScope", "Whose incidents: one's own, those that partners share, or those that everybody may see.");
}
