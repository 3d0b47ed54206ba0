using IncidentApi.Features.Incidents.Storage;
using IncidentApi.Platform.Data;
using IncidentApi.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Architecture;

/// <summary>What the store takes for granted: numbers that stand for codes, and a schema that fits the model.</summary>
public sealed class FilterTermTests(Api api)
{
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static readonly string[] Ends = ["A", "B", "1", "01", "10", "ZZZ", "999", "AAA", "A1"];

    private static readonly Dictionary<string, string> Lists = new()
    {
        ["violation"] = "violations.type",
        ["violationGroup"] = "violations.group",
        ["right"] = "rights",
        ["defenderRole"] = "people.defenderRoles",
        ["gender"] = "people.gender",
        ["ageBand"] = "people.ageBand",
        ["atRisk"] = "people.atRiskGroups",
        ["perpetrator"] = "people.category",
        ["source"] = "sources.kind",
    };

    [Fact]
    public void No_two_codes_of_the_filters_share_a_number()
    {
        var terms = Lists.SelectMany(list => Codes.Of(list.Value).Select(code => (Name: $"{list.Key}:{code}", Number: FilterTerm.Of(list.Key, code)))).ToList();

        Assert.True(terms.Count > 200);
        Assert.Empty(terms.GroupBy(term => term.Number).Where(group => group.Count() > 1).Select(group => string.Join(" and ", group.Select(term => term.Name))));
    }

    [Fact]
    public void No_two_countries_or_regions_share_a_number_and_each_is_read_again()
    {
        var countries = Codes.Of("countries");
        var ends = Letters.SelectMany(one => Letters.SelectMany(two => Letters.Select(three => $"{one}{two}{three}").Append($"{one}{two}")).Append($"{one}"));
        string[] codes =
        [
            .. from one in Letters[10..] from two in Letters[10..] select $"{one}{two}",
            .. ends.Select(end => $"KG-{end}"),
            .. countries.SelectMany(country => Ends.Select(end => $"{country}-{end}")),
            .. Codes.Of("regions"),
        ];

        var places = codes.Distinct().ToList();
        Assert.Equal(places.Count, places.Select(PlaceCode.Of).Distinct().Count());
        Assert.All(places, place => Assert.Equal(place, PlaceCode.ToText(PlaceCode.Of(place))));
    }

    [Fact]
    public void The_migrations_make_the_model()
    {
        using var scope = api.Services.CreateScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<IncidentDb>().Database.HasPendingModelChanges());
    }
}
