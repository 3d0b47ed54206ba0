using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Features.Statistics.People;
using IncidentApi.Tests.Support;
using static IncidentApi.Tests.Features.Statistics.People.Counting;

namespace IncidentApi.Tests.Features.Statistics.People;

/// <summary>
/// Records, publishes, shares, corrects and withdraws over many days through the API, keeps every table that the public or a partner could read on any of
/// them, and lets the attacker try to undo what is suppressed from all of it together. Whom each table counts is read from the database: more than lists tell.
/// </summary>
[Collection(Counting.OneAtATime)]
public sealed class PeopleUndoTests(Api api)
{
    private const int Days = 9;

    private static readonly string[] Types = ["detention", "torture", "unfair_trial"];

    private readonly Random _random = new(7);

    [Fact]
    public async Task Nothing_suppressed_can_be_undone_from_all_tables_of_all_days_and_both_audiences()
    {
        var (organisation, partner) = (await api.NewOrganisationAsync(), await api.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        var records = new List<Answer>();
        var kept = new List<Moment>();
        for (var day = 0; day < Days; day++)
        {
            await LiveAsync(organisation, records);
            await api.MakeTablesAsync();
            foreach (var (reader, scope, audience) in new[] { (api.Anonymous(), "public", "public"), (partner.Admin, "shared", "partners") })
            {
                foreach (var table in await reader.JsonAsync(organisation, $"?scope={scope}")) kept.AddRange(MomentsOf(table, audience, day, await CountedAsync(organisation, audience)));
            }
        }

        var (attacked, suppressed) = (0, 0);
        foreach (var subject in kept.GroupBy(moment => moment.Subject))
        {
            var world = WorldOf([.. subject]);
            var undone = Assert.Single(await PeopleAttacker.AttackAsync([world]));
            (attacked, suppressed) = (attacked + world.Moments.Count, suppressed + undone.Figures.Count);
            Assert.Empty(PeopleAttacker.Breaches(world, undone, PeopleRule.K).Select(breach => $"{subject.Key}: {breach}"));
        }

        TestContext.Current.TestOutputHelper!.WriteLine("{0} publications of {1} tables attacked, {2} suppressed figures.", attacked, kept.Select(moment => moment.Table).Distinct().Count(), suppressed);
        Assert.True(attacked > 30 && suppressed > 10, $"{attacked} publications with {suppressed} suppressed figures are too few.");
        Assert.Contains(kept, moment => moment.Table.StartsWith("partners", StringComparison.Ordinal));
    }

    /// <summary>A day's work: several new records, some corrections, some withdrawals.</summary>
    private async Task LiveAsync(TestOrganisation organisation, List<Answer> records)
    {
        for (var i = 0; i < 3; i++)
        {
            var record = Record(Types[_random.Next(Types.Length)], $"{2023 + _random.Next(2)}-03-0{1 + _random.Next(9)}", _random.Next(9), 1 + _random.Next(12), _random.Next(4) == 0 ? _random.Next(4) : 0, _random.Next(2) == 0 ? "journalists" : null);
            // The same people again, in a case that goes on.
            for (var known = _random.Next(7); known > 0; known--) record.Add(new JsonObject { ["gender"] = "man", ["externalRef"] = new JsonObject { ["system"] = "cases", ["id"] = $"m{known}" } });
            if (_random.Next(2) == 0) record.Add(new JsonObject { ["gender"] = "woman", ["name"] = "Ainura Example", ["disclosure"] = "public" });
            records.Add(await organisation.PublishedAsync(record, _random.Next(3) == 0 ? "partners" : "public"));
        }

        if (_random.Next(2) == 0) await ChangeAsync(organisation, records, new JsonObject { ["occurred"] = new JsonObject { ["from"] = "2022-11-05" } });
        if (_random.Next(3) == 0)
        {
            var record = records[_random.Next(records.Count)];
            records.Remove(record);
            (await organisation.StepAsync(record, "withdrawn", reason: "safety")).Expect(HttpStatusCode.OK);
        }
    }

    private async Task ChangeAsync(TestOrganisation organisation, List<Answer> records, JsonObject patch)
    {
        var place = _random.Next(records.Count);
        records[place] = (await organisation.PatchAsync(records[place], patch)).Expect(HttpStatusCode.OK);
    }

    /// <summary>Whom each table counts now, by its name.</summary>
    private async Task<ILookup<string, string>> CountedAsync(TestOrganisation organisation, string audience) => (await api.SqlAsync("postgres", $"""
        select t.violation_group, t.year, t.subject, c.contributor::text from people_contributors c join people_tables t on t.id = c.table_id
        where c.counted and t.organisation_id = '{organisation.Id}' and t.audience = '{audience}'
        """)).ToLookup(row => NameOf(audience, (string)row[0], (int)row[1], (int)row[2]), row => (string)row[3]);

    private static string NameOf(string audience, string group, int year, int subject) => $"{audience} {group} {year} {subject}";

    private static IEnumerable<Moment> MomentsOf(JsonNode table, string audience, int day, ILookup<string, string> counted)
    {
        var dimension = (string)table["dimension"]!;
        var cells = table["cells"]!.AsArray().Select(cell => (Value: (string)cell!["value"]!, Count: (int?)cell["count"])).ToList();
        var subjects = dimension switch
        {
            Subject.OfGender => [(Subject.Gender, cells)],
            Subject.OfAge => [(Subject.Age, cells)],
            _ => cells.Select(cell => (Subject.AtRisk.Single(subject => subject.Values[0] == cell.Value), new List<(string, int?)> { cell })).ToList(),
        };
        foreach (var (subject, figures) in subjects)
        {
            var name = NameOf(audience, (string)table["violationGroup"]!, (int)table["year"]!, subject.Number);
            var people = counted[name].ToList();
            Assert.True(people.Count >= 2 * PeopleRule.K, $"{name} of day {day} counts {people.Count} people.");
            Assert.Equal(subject.Values, figures.Select(figure => figure.Item1));
            yield return new Moment(name, subject, people, subject.Divisible ? [.. figures.Select(figure => figure.Item2)] : [figures[0].Item2, people.Count - figures[0].Item2]);
        }
    }

    private static World WorldOf(List<Moment> moments)
    {
        var people = moments.SelectMany((moment, place) => moment.People.Select(person => (person, place))).GroupBy(one => one.person, one => one.place)
            .GroupBy(one => string.Join(' ', one), one => one.ToArray());
        return new World(moments[0].Figures.Length, [.. people.Select(alike => new PeopleClass(alike.Count(), alike.First()))], [.. moments.Select(moment => moment.Figures)]);
    }

    private sealed record Moment(string Table, Subject Subject, IReadOnlyList<string> People, int?[] Figures);
}
