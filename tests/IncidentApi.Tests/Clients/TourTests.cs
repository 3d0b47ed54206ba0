using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Clients;

/// <summary>The README's ten lines in languages that need no generated client, run as they stand there.</summary>
public sealed class TourTests(Api api)
{
    [Theory]
    [InlineData("py", "python3 tour.py")]
    [InlineData("sh", "bash tour.sh")]
    public async Task The_ten_lines_record_an_incident(string language, string run)
    {
        var organisation = await api.NewOrganisationAsync();
        var folder = Directory.CreateTempSubdirectory("incidents-tour-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"tour.{language}"), PartnerGuide.Tour(language), TestContext.Current.CancellationToken);

        var printed = await Shell.RunAsync(run, folder.FullName, new Dictionary<string, string> { ["API"] = api.Address.ToString().TrimEnd('/'), ["KEY"] = organisation.AdminKey });

        var list = (await organisation.Admin.ReadAsync("/v1/incidents")).Expect(HttpStatusCode.OK).Json["items"]!.AsArray();
        Assert.Contains((string)Assert.Single(list)!["reference"]!, printed, StringComparison.Ordinal);
        Assert.Contains("\"1", printed, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }
}
