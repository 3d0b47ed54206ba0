using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using Microsoft.Extensions.Primitives;

namespace IncidentApi.Features.Webhooks.Subscriptions;

/// <summary>The filter of the list, written as a map of its parameters.</summary>
internal static class SubscriptionFilter
{
    // Whose incidents is said beside the filter.
    private const string Scope = "scope";

    private static readonly QueryContract Contract = QueryContract.Of(typeof(IncidentFilter));

    public static (IncidentFilter Filter, IReadOnlyList<Fault> Faults) Read(IReadOnlyDictionary<string, string>? parameters, Door door)
    {
        var filter = new IncidentFilter();
        var sent = parameters ?? new Dictionary<string, string>();
        var faults = Contract.ReadInto(filter, new QueryCollection(sent.Where(part => part.Key != Scope).ToDictionary(part => part.Key, part => new StringValues(part.Value))));
        if (faults.Count == 0) faults.AddRange([.. filter.Faults(), .. filter.FaultsAt(door)]);
        if (sent.ContainsKey(Scope)) faults.Add(Problems.UnknownParameter.AtParameter(Scope, "Say scope beside the filter, not in it.", allowed: Names));
        return (filter, [.. faults.Select(InBody)]);
    }

    /// <summary>A filter that was judged; null where there is none.</summary>
    public static IncidentFilter? Find(IReadOnlyDictionary<string, string>? parameters, Door door) => parameters is { Count: > 0 } ? Read(parameters, door).Filter : null;

    private static IReadOnlyList<string> Names => [.. Contract.Parameters.Select(parameter => parameter.Name).Where(name => name != Scope)];

    /// <summary>The same fault, where it stands in a body.</summary>
    private static Fault InBody(Fault fault)
    {
        var isUnknown = fault.Kind == Problems.UnknownParameter;
        var kind = isUnknown ? Problems.UnknownMember : fault.Allowed is null ? Problems.InvalidFormat : Problems.UnknownCode;
        return kind.At($"/filter/{JsonFaults.Escape(fault.Parameter!)}", fault.Detail, fault.Value, isUnknown ? Names : fault.Allowed, fault.Near);
    }
}
