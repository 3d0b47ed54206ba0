using IncidentApi.Features.Exports;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Platform.Http;
using IncidentApi.Tests.Features.Incidents.Plans;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentApi.Tests.Features.Exports;

/// <summary>The first row of an export comes at once, however many follow: documents are read along an index and never sorted.</summary>
public sealed class ExportPlanTests(PlanDatabase database) : IClassFixture<PlanDatabase>
{
    [Theory]
    [InlineData("")]
    [InlineData("country=KG")]
    [InlineData("violation=arrest&from=2014")]
    [InlineData("from=2006")]
    [InlineData("tag=rare17")]
    [InlineData("q=common")]
    public async Task Documents_are_read_in_the_order_of_ids_and_never_sorted(string query)
    {
        foreach (var (door, index) in new[] { (database.Own, "pk_incidents"), (database.Shared, "pk_shared_incidents"), (database.Public, "pk_public_incidents") })
        {
            foreach (var after in new Guid?[] { null, Guid.Parse("80000000-0000-4000-8000-000000000000") })
            {
                var filtered = query.Length > 0;
                var plan = await database.ExplainAsync(door, ExportQuery.Rows(door, FilterOf(query), filtered, after, brief: false), ExportQuery.Planning(filtered));

                // What is sorted, if anything, are ids: that stands inside of the join.
                Assert.DoesNotMatch("^(Sort|Incremental Sort|Gather)", plan);
                Assert.DoesNotContain("Hash Join", plan, StringComparison.Ordinal);
                Assert.Contains($"Index Scan using {index}", plan, StringComparison.Ordinal);
                if (!filtered) Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
            }
        }
    }

    private static IncidentFilter FilterOf(string query)
    {
        var filter = new IncidentFilter();
        Assert.Empty(QueryContract.Of(typeof(IncidentFilter)).ReadInto(filter, new QueryCollection(QueryHelpers.ParseQuery(query))));
        return filter;
    }
}
