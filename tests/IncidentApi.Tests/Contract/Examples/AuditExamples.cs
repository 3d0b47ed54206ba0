using System.Net;
using IncidentApi.Platform.Audit.Checkpoints;
using IncidentApi.Tests.Features.Incidents.Freshness;
using IncidentApi.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>The log of a short life. What proves something is kept as it came, so that a reader's verifier has something to chew on.</summary>
public sealed class AuditExamples(Api api)
{
    [Fact]
    public async Task The_examples_of_the_audit_log_are_answers()
    {
        var kept = new KeptExamples("Audit");
        await using var service = await QuietService.StartAsync(api);
        var sealer = service.Services.GetRequiredService<Sealer>();
        var organisation = await service.NewOrganisationAsync("Legal Aid Bishkek");
        await sealer.SealAsync(TestContext.Current.CancellationToken);
        await organisation.PublishedAsync();
        await sealer.SealAsync(TestContext.Current.CancellationToken);

        await KeepAsync("AuditPage.json", "/v1/audit?limit=2");
        await KeepAsync("AuditProof.json", "/v1/audit/proof/3");
        await KeepAsync("exportLog.ndjson", "/v1/audit/export");
        await KeepAsync("getCheckpoint.txt", "/v1/audit/checkpoint");
        await KeepAsync("getVerifierKey.txt", "/v1/audit/key");
        await KeepAsync("ConsistencyProof.json", "/v1/audit/consistency?from=1");

        async Task KeepAsync(string file, string address) => await kept.KeepSealedAsync(file, (await organisation.Admin.ReadAsync(address)).Expect(HttpStatusCode.OK).Text);
    }
}
