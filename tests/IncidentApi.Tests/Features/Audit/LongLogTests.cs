using System.Diagnostics;
using System.Globalization;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Audit;

/// <summary>A long log is sealed, exported and verified in seconds. AUDIT_ENTRIES says how long; 100000 is what we promise.</summary>
public sealed class LongLogTests(Api api)
{
    [Fact]
    public async Task A_long_log_is_sealed_exported_and_verified()
    {
        var entries = int.Parse(Environment.GetEnvironmentVariable("AUDIT_ENTRIES") ?? "20000", CultureInfo.InvariantCulture);
        await using var server = await AuditServer.StartAsync(api, "audit_long");
        var organisation = await server.NewOrganisationAsync();
        var watch = new Steps();
        await server.SqlAsync($"""
            do $$ begin
              perform set_config('app.organisation_id', '{organisation.Id}', false);
              for i in 3..{entries} loop
                perform append_audit('created', gen_random_uuid(), 'incident', gen_random_uuid(), 1, null, null, null, null, true);
                if i % 200 = 0 then commit; end if;
              end loop;
            end $$
            """);
        watch.Done("appended");
        for (var sealedUpTo = -1L; ;)
        {
            await server.SealAsync();
            var leaves = (long)(await server.SqlAsync("select leaves from audit_state()"))[0][0];
            if (leaves == sealedUpTo) break;
            sealedUpTo = leaves;
        }

        watch.Done("sealed");
        var kept = await server.KeepCheckpointAsync();
        var export = await server.KeepAsync(organisation.Admin, $"/v1/audit/export?checkpoint={File.ReadLines(kept).ElementAt(1)}");
        watch.Done("exported");
        var key = await server.KeepAsync(server.Anonymous, "/v1/audit/key");

        await using var output = new StringWriter();
        Assert.Equal(0, await VerifyAudit.RunAsync(["--export", export, "--checkpoint", kept, "--public-key", key], output, output, TestContext.Current.CancellationToken));
        var verified = watch.Done("verified by us");
        Assert.Equal(0, (await AuditServer.VerifyFilesAsync(export, key, kept)).Exit);
        watch.Done("verified by both");

        Assert.StartsWith($"The {entries + 1} entries are whole", output.ToString(), StringComparison.Ordinal);
        Assert.True(verified < TimeSpan.FromSeconds(30), $"It took {verified} to verify.");
    }

    private sealed class Steps
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();

        public TimeSpan Done(string step)
        {
            var took = _watch.Elapsed;
            TestContext.Current.TestOutputHelper!.WriteLine("{0}: {1:0} ms", step, took.TotalMilliseconds);
            _watch.Restart();
            return took;
        }
    }
}
