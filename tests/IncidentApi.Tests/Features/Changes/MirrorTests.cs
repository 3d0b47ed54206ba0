using System.Diagnostics;
using System.Net;
using System.Text;
using IncidentApi.Tests.Features.Exports;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Changes;

/// <summary>The sample mirror, killed again and again while everything changes, on a service that is killed too.</summary>
public sealed class MirrorTests(Api api) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("incidents-mirror-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mirror_ends_byte_for_byte_as_a_fresh_export_however_often_it_and_the_service_are_killed()
    {
        await using var installation = await Installation.StartAsync(api, "mirrored");
        await using var service = await installation.StartProcessAsync();
        var (organisation, partner) = (await installation.NewOrganisationAsync(), await installation.NewOrganisationAsync());
        (await organisation.ShareAsync(partner)).Expect(HttpStatusCode.Created);
        await organisation.Admin.RecordAllAsync(await Exporting.KnownBodiesAsync());
        await organisation.PublishedAsync();

        var readers = new (string Scope, string? Key)[] { ("own", organisation.AdminKey), ("shared", partner.AdminKey), ("public", null) };
        var mirrors = new List<Mirror>();
        foreach (var (scope, key) in readers)
        {
            foreach (var fromLog in new[] { false, true }) mirrors.Add(new Mirror(_folder, service.Address, scope, key, fromLog));
        }

        using var calm = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = mirrors.Select(mirror => mirror.RunAsync(calm.Token)).ToList();
        var writing = new Turmoil(organisation, [partner], [installation.Address], installation.With);
        var writers = Task.WhenAll([writing.ShareAsync(5), .. Enumerable.Range(1, 4).Select(writer => writing.WriteAsync(writer, 40))]);
        var restarts = 0;
        do
        {
            await Task.Delay(1500, Cancellation);
            await service.KillAsync();
            restarts++;
            await service.StartAsync();
        }
        while (!writers.IsCompleted);
        await writers;
        await calm.CancelAsync();
        await Task.WhenAll(running);

        var records = 0;
        foreach (var mirror in mirrors)
        {
            await mirror.CatchUpAsync();
            var fresh = await (mirror.Key is null ? installation.Anonymous() : installation.With(mirror.Key)).ExportAsync($"format=ndjson&scope={mirror.Scope}");
            Assert.Equal(fresh.Text, await mirror.PrintAsync());
            records += fresh.Lines.Count;
        }

        TestContext.Current.TestOutputHelper!.WriteLine("{0} mirrors of {1} records in all; {2} writes; mirrors killed {3} times, the service {4} times; all equal byte for byte.",
            mirrors.Count, records, writing.Done, mirrors.Sum(mirror => mirror.Killed), restarts);
        Assert.All(mirrors, mirror => Assert.True(mirror.Killed > 0, $"{mirror.Scope} was never killed."));
        Assert.True(records > 60, $"Only {records} records were mirrored.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed class Mirror(string folder, Uri service, string scope, string? key, bool fromLog)
    {
        private static readonly string Script = Repository.Path("tests/change-mirror/mirror.mjs");

        private readonly string _copy = Path.Combine(folder, $"{scope}-{(fromLog ? "log" : "export")}");

        public string Scope => scope;

        public string? Key => key;

        public int Killed { get; private set; }

        /// <summary>Starts it and kills it, again and again.</summary>
        public async Task RunAsync(CancellationToken calm)
        {
#pragma warning disable CA5394
            while (!calm.IsCancellationRequested)
            {
                using var process = Start();
                await Task.Delay(Random.Shared.Next(300, 1500), calm).ContinueWith(_ => { }, TaskScheduler.Default);
                Assert.False(process.HasExited, "The mirror ended by itself.");
                process.Kill();
                await process.WaitForExitAsync(Cancellation);
                Killed++;
            }
#pragma warning restore CA5394
        }

        public Task<string> CatchUpAsync() => EndedAsync(Start("--once"));

        public Task<string> PrintAsync() => EndedAsync(Start("--print"));

        private static async Task<string> EndedAsync(Process process)
        {
            using (process)
            {
                var (said, complained) = (process.StandardOutput.ReadToEndAsync(Cancellation), process.StandardError.ReadToEndAsync(Cancellation));
                await process.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
                Assert.True(process.ExitCode == 0, await complained);
                return await said;
            }
        }

        private Process Start(params string[] more)
        {
            List<string> arguments = [Script, "--api", service.ToString(), "--folder", _copy, "--scope", scope, .. more];
            if (fromLog) arguments.Add("--from-log");
            if (key is not null)
            {
                var file = $"{_copy}.key";
                if (!File.Exists(file)) File.WriteAllText(file, key);
                arguments.AddRange(["--key-file", file]);
            }

            return Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8 })!;
        }
    }
}
