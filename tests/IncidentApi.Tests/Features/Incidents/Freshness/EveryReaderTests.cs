using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Incidents.Freshness;

/// <summary>
/// Whatever an organisation does, in whatever order: what a reader sees anew has another name, at every instance of the service; and what he sees
/// as before keeps its name, so that nobody learns from it that something moved where he cannot look.
/// </summary>
public sealed class EveryReaderTests(Api api)
{
    private const string Whole = "fields=all&limit=200";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task What_a_reader_sees_anew_has_another_name_and_nothing_else_has(int seed)
    {
        await using var quiet = await QuietService.StartAsync(api);
        await using var beside = await quiet.BesideAsync();
        var owner = await quiet.NewOrganisationAsync();
        var partners = new[] { await quiet.NewOrganisationAsync(), await quiet.NewOrganisationAsync(), await quiet.NewOrganisationAsync() };
        var random = new Randomly(owner, partners, seed);
        await random.BeginAsync();
        var readers = ReadersOf(owner, partners, random);
        var held = new Dictionary<Reader, Answer>();
        foreach (var reader in readers) held[reader] = await ReadAsync(quiet, reader);
        var moved = readers.ToDictionary(reader => reader, _ => 0);

        for (var step = 0; step < 60; step++)
        {
            var done = await random.ActAsync();
            foreach (var reader in readers)
            {
                var before = held[reader];
                var after = await ReadAsync(quiet, reader);
                var elsewhere = await ReadAsync(beside, reader, before);
                var (changed, renamed) = (before.Text != after.Text, TagTests.Tag(before) != TagTests.Tag(after));

                Assert.True(!changed || renamed, $"Step {step}, {done}: {reader.Name} sees something else under the same name.");
                Assert.True(changed || !renamed || MayBeRenamed(reader, done), $"Step {step}, {done}: {reader.Name} sees the same under another name.");
                Assert.Equal((renamed ? HttpStatusCode.OK : HttpStatusCode.NotModified, TagTests.Tag(after), renamed ? after.Text : ""), (elsewhere.Status, TagTests.Tag(elsewhere), elsewhere.Text));
                held[reader] = after;
                if (changed) moved[reader]++;
            }
        }

        Assert.All(readers, reader => Assert.True(moved[reader] > 0, $"{reader.Name} never saw a change: seed {seed} tests nothing of it."));
    }

    /// <summary>
    /// What shows only a part of what its reader may read is renamed by every change of the rest. A merge is no change of a record. A partner
    /// knows his partnerships, also those that open nothing yet.
    /// </summary>
    private static bool MayBeRenamed(Reader reader, string done) => reader.IsFiltered
        || (reader.IsOwn ? done is "merged" or "parted" : reader.Of is not null && done.EndsWith(reader.Of.Id.ToString(), StringComparison.Ordinal));

    private static Reader[] ReadersOf(TestOrganisation owner, TestOrganisation[] partners, Randomly random) =>
    [
        new("the owner", owner, $"/v1/incidents?status=draft,submitted,returned,published,withdrawn&{Whole}") { IsOwn = true },
        new("the owner, of one person", owner, $"/v1/incidents?personId={random.People[0]}&{Whole}") { IsOwn = true, IsFiltered = true },
        new("the partner for all", partners[0], $"/v1/incidents?scope=shared&{Whole}"),
        new("the partner for what is public", partners[1], $"/v1/incidents?scope=shared&{Whole}"),
        new("the partner for single records", partners[2], $"/v1/incidents?scope=shared&{Whole}"),
        new("everybody", null, $"/v1/incidents?{Whole}"),
        new("the owner, of people counted", owner, "/v1/statistics?measure=people&groupBy=country") { IsOwn = true, IsFiltered = true },
        new("the partner for what is public, of figures", partners[1], "/v1/statistics?scope=shared&groupBy=verification") { IsFiltered = true },
        new("everybody, of figures", null, "/v1/statistics?groupBy=verification&scope=public") { IsFiltered = true },
    ];

    private static async Task<Answer> ReadAsync(QuietService service, Reader reader, Answer? held = null)
    {
        var client = reader.Of is null ? service.Anonymous : service.With(reader.Of);
        var answer = await client.ReadAsync(reader.Path, held is null ? [] : [("If-None-Match", TagTests.Tag(held))]);
        return held is null ? answer.Expect(HttpStatusCode.OK) : answer;
    }

    private sealed record Reader(string Name, TestOrganisation? Of, string Path)
    {
        public bool IsOwn { get; init; }

        public bool IsFiltered { get; init; }
    }
}
