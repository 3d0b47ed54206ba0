using IncidentApi.Tests.Contract.Answers;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Tools;

public sealed class LintTests(Api api)
{
    private static readonly string[] OnlyNewer = ["ExportedFeature", "IncidentMessage", "TestMessage"];

    [Fact]
    public async Task Redocly_and_spectral_find_nothing_in_the_documents_and_something_in_a_broken_one()
    {
        var newer = (await api.Anonymous().ReadAsync("/openapi/v1.json")).Text;
        var older = (await api.Anonymous().ReadAsync("/openapi/v1-3.0.json")).Text;
        var broken = newer.Replace("\"#/components/schemas/Incident\"", "\"#/components/schemas/Nothing\"", StringComparison.Ordinal);

        var reports = await ContractTools.LintAsync(("v1.json", newer), ("v1-3.0.json", older), ("broken.json", broken));

        // 3.0 has no word for a file that is GeoJSON too, nor for what is sent to receivers, so nothing there leads to what these are.
        reports = [.. reports.Select(report => report with { Findings = [.. report.Findings.Where(finding => report.Document != "v1-3.0.json" || !IsUnusedThere(finding))] })];

        await ContractReport.WriteAsync("lint", reports.Where(report => report.Document != "broken.json").Select(report => $"{report.Linter}: {report.Findings.Count} findings in {report.Document}"));
        Assert.Equal(6, reports.Count);
        Assert.All(reports.Where(report => report.Document == "broken.json"), report => Assert.NotEmpty(report.Findings));
        Assert.Empty(reports.Where(report => report.Document != "broken.json").SelectMany(report => report.Findings.Select(finding => $"{report.Linter} in {report.Document}: {finding}")));
    }

    private static bool IsUnusedThere(string finding) => finding.Contains("unused-component", StringComparison.Ordinal) && OnlyNewer.Any(name => finding.Contains(name, StringComparison.Ordinal));
}
