using System.Collections.Concurrent;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Features.Exports;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>
/// Sixteen writers, transactions that take long, connections and instances that are killed: whoever follows a log meanwhile gets every entry once, in the
/// order of its positions, and ends with what he may see.
/// </summary>
public sealed class FollowerTests(Api api)
{
    private const int Writers = 16;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_who_follows_misses_anything_or_sees_it_in_another_order()
    {
        await using var installation = await Installation.StartAsync(api, "followed");
        await using var second = await installation.StartProcessAsync();
        Uri[] instances = [installation.Address, second.Address];
        var organisation = await installation.NewOrganisationAsync();
        TestOrganisation[] partners = [await installation.NewOrganisationAsync("Close"), await installation.NewOrganisationAsync("Distant"), await installation.NewOrganisationAsync("Third")];
        (await organisation.ShareAsync(partners[0])).Expect(HttpStatusCode.Created);
        (await organisation.ShareAsync(partners[1], new JsonObject { ["visibility"] = "public" })).Expect(HttpStatusCode.Created);

        // Some transactions take their time after their rows were written.
        await installation.SqlAsync("""
            create function slow() returns trigger language plpgsql as $$ begin if random() < 0.3 then perform pg_sleep(random() * 0.05); end if; return null; end $$;
            create constraint trigger a_slow after insert or update on incidents deferrable initially deferred for each row execute function slow();
            create constraint trigger zz_slow after insert or update on incidents deferrable initially deferred for each row execute function slow();
            """);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var readers = new (string Name, string? Key, string Scope)[]
        {
            ("own", organisation.AdminKey, "own"), ("close", partners[0].AdminKey, "shared"), ("distant", partners[1].AdminKey, "shared"), ("third", partners[2].AdminKey, "shared"), ("world", null, "public"),
        };
        var followers = readers.Select(reader => new Followed(reader.Name, reader.Scope,
            [.. instances.Select(instance => reader.Key is null ? installation.Anonymous(instance) : installation.With(reader.Key, instance))])).ToList();
        var following = followers.SelectMany(follower => new[] { follower.FollowListAsync(over.Token), follower.FollowStreamAsync(over.Token) }).ToList();
        var turmoil = new Turmoil(organisation, partners, instances, installation.With);
        using var calm = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var (kills, locks) = (KillAsync(installation, calm.Token), HoldAsync(installation, organisation.Id, calm.Token));
        var restarts = RestartAsync(second, calm.Token);

        await Task.WhenAll([turmoil.ShareAsync(20), .. Enumerable.Range(1, Writers).Select(writer => turmoil.WriteAsync(writer, 20))]);
        await calm.CancelAsync();
        var (killed, held, restarted) = (await kills, await locks, await restarts);

        foreach (var follower in followers)
        {
            var end = await follower.EndAsync(installation);
            await Local.Eventually.IsTrueAsync(() => follower.Listed.Count >= end && follower.Streamed.Count >= end);
        }

        await over.CancelAsync();
        await Task.WhenAll(following);
        var events = 0;
        foreach (var follower in followers)
        {
            events += await follower.CheckAsync(installation);
        }

        Assert.Empty(await installation.SqlAsync($"""
            select i.id from incidents i where i.version is distinct from (select c.version from changes c where c.incident_id = i.id order by position desc limit 1)
            union all select k.id from (select partner_id, id, version from partner_views) k full join partner_known n on n.incident_id = k.id and n.organisation_id = k.partner_id where k.version is distinct from n.version
            """));
        TestContext.Current.TestOutputHelper!.WriteLine(
            "{0} events in {1} logs, followed by list and stream through two instances; {2} writers, {3} writes done, {4} failed; {5} connections and {6} instances killed, {7} slow locks; missed 0, out of order 0.",
            events, followers.Count, Writers, turmoil.Done, turmoil.Failed, killed, restarted, held);
        Assert.True(turmoil.Done > 100 && killed > 10 && restarted > 0 && held > 3, $"{turmoil.Done} writes, {killed} kills, {restarted} restarts, {held} locks: too little happened.");
        Assert.All(followers.Where(follower => follower.Name is not "third"), follower => Assert.True(follower.Listed.Count > 5, follower.Name));
    }

    /// <summary>Ends a connection of the service now and then, in the middle of whatever it does.</summary>
    private static async Task<int> KillAsync(Installation installation, CancellationToken calm)
    {
        var killed = 0;
        while (await PauseAsync(100, calm))
        {
            killed += (await installation.SqlAsync("""
                select pg_terminate_backend(pid) from (select pid from pg_stat_activity where datname = current_database() and usename in ('incidents_app', 'incidents_public')
                    order by state = 'active' desc, random() limit 1) one
                """)).Count;
        }

        return killed;
    }

    /// <summary>Holds the heads of the logs for a while, for which all writers wait.</summary>
    private static async Task<int> HoldAsync(Installation installation, Guid organisation, CancellationToken calm)
    {
        var held = 0;
        while (await PauseAsync(400, calm))
        {
            foreach (var table in new[] { $"heads where organisation_id = '{organisation}'", "public_heads", "partner_heads order by organisation_id" })
            {
                await installation.SqlAsync($"begin; select from {table} for update; select pg_sleep(0.1); commit");
                held++;
            }
        }

        return held;
    }

    private static async Task<int> RestartAsync(ServiceProcess process, CancellationToken calm)
    {
        var restarted = 0;
        while (await PauseAsync(2500, calm))
        {
            await process.KillAsync();
            restarted++;
            await process.StartAsync();
        }

        return restarted;
    }

    private static async Task<bool> PauseAsync(int milliseconds, CancellationToken calm)
    {
        await Task.Delay(milliseconds, calm).ContinueWith(_ => { }, TaskScheduler.Default);
        return !calm.IsCancellationRequested;
    }

    /// <summary>One reader, who follows his log twice: by long polls and by streams, at whichever instance answers.</summary>
    private sealed class Followed(string name, string scope, IReadOnlyList<HttpClient> clients)
    {
        public string Name => name;

        public ConcurrentQueue<JsonNode> Listed { get; } = [];

        public ConcurrentQueue<JsonNode> Streamed { get; } = [];

        public async Task FollowListAsync(CancellationToken over)
        {
            var after = "";
            for (var turn = 0; !over.IsCancellationRequested; turn++)
            {
                try
                {
                    using var answer = await clients[turn % clients.Count].GetAsync($"/v1/changes?scope={scope}&wait=5&limit=7{after}", over);
                    if (!answer.IsSuccessStatusCode) continue;

                    var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync(over))!;
                    foreach (var item in page["items"]!.AsArray()) Listed.Enqueue(item!);
                    after = $"&after={(string)page["nextCursor"]!}";
                }
                catch (Exception cut) when (cut is HttpRequestException or IOException or TaskCanceledException or OperationCanceledException)
                {
                    await PauseAsync(50, over);
                }
            }
        }

        public async Task FollowStreamAsync(CancellationToken over)
        {
            string? last = null;
            for (var turn = 0; !over.IsCancellationRequested; turn++)
            {
                try
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/changes/stream?scope={scope}");
                    if (last is not null) request.Headers.Add("Last-Event-ID", last);
                    using var answer = await clients[turn % clients.Count].SendAsync(request, HttpCompletionOption.ResponseHeadersRead, over);
                    if (!answer.IsSuccessStatusCode) continue;

                    await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(over)).EnumerateAsync(over))
                    {
                        last = item.EventId ?? last;
                        if (item.EventType != "ping") Streamed.Enqueue(JsonNode.Parse(item.Data)!);
                    }
                }
                catch (Exception cut) when (cut is HttpRequestException or IOException or TaskCanceledException or OperationCanceledException)
                {
                    await PauseAsync(50, over);
                }
            }
        }

        public async Task<long> EndAsync(Installation installation) => (long)(await installation.SqlAsync($"select coalesce(max(position), 0) from {await LogAsync()}"))[0][0];

        /// <summary>Both ways told the log as it stands in the database, entry by entry, and lead to what an export shows; how many entries that are.</summary>
        public async Task<int> CheckAsync(Installation installation)
        {
            var type = scope == "public" ? "case kind when 'published' then 'created' when 'withdrawn' then 'removed' else 'changed' end" : "type";
            var log = (await installation.SqlAsync($"select position, incident_id, version, {type} from {await LogAsync()} order by position"))
                .Select(row => ((long)row[0], ((Guid)row[1]).ToString(), (int)row[2], $"incident.{row[3]}")).ToList();
            foreach (var seen in new[] { Listed, Streamed })
            {
                Assert.Equal(log, seen.Select(change => ((long)change["position"]!, (string)change["id"]!, (int)change["version"]!, (string)change["type"]!)));
            }

            Assert.Equal(Enumerable.Range(1, log.Count).Select(n => (long)n), log.Select(entry => entry.Item1));
            Assert.All(log.GroupBy(entry => entry.Item2), one => Assert.Equal(one.Select(entry => entry.Item3).Order(), one.Select(entry => entry.Item3)));

            var kept = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var (_, id, version, what) in log)
            {
                if (what == "incident.removed") kept.Remove(id);
                else kept[id] = version;
            }

            var export = await clients[0].ExportAsync($"format=ndjson&scope={scope}");
            Assert.Equal(export.Lines.ToDictionary(line => (string)line["id"]!, line => (int)line["version"]!).OrderBy(line => line.Key, StringComparer.Ordinal), kept);
            return log.Count;
        }

        private async Task<string> LogAsync()
        {
            if (scope == "public") return "public_changes";

            var me = (await clients[0].ReadAsync("/v1/me")).Expect(HttpStatusCode.OK).Json;
            return $"{(scope == "own" ? "changes" : "partner_changes")} where organisation_id = '{(string)me["organisation"]!["id"]!}'";
        }
    }
}
