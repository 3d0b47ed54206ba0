using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract;

public sealed class ApprovedDocumentTests(Api api)
{
    /// <summary>Set to 1, the test writes the served document over the approved one.</summary>
    private const string Approve = "APPROVE_CONTRACT";

    [Fact]
    public async Task The_served_document_is_the_approved_one()
    {
        var path = Repository.Path("tests/IncidentApi.Tests/Contract/openapi.v1.json");
        var served = (await api.Anonymous().ReadAsync("/openapi/v1.json")).Text + "\n";
        if (Environment.GetEnvironmentVariable(Approve) == "1") await File.WriteAllTextAsync(path, served, TestContext.Current.CancellationToken);

        var approved = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);

        Assert.True(served == approved, $"{FirstDifference(approved, served)} If clients shall see this, run the test with {Approve}=1, and commit the document.");
    }

    [Fact]
    public async Task A_reader_who_holds_the_document_is_not_sent_it_again()
    {
        var first = await api.Anonymous().ReadAsync("/openapi/v1.json");

        var second = await api.Anonymous().ReadAsync("/openapi/v1.json", ("If-None-Match", first.ETag!));

        Assert.Equal("public, max-age=300", first.Headers.CacheControl!.ToString());
        Assert.Equal(System.Net.HttpStatusCode.NotModified, second.Status);
    }

    private static string FirstDifference(string approved, string served)
    {
        var (old, now) = (approved.Split('\n'), served.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).FirstOrDefault(i => old.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"Line {line + 1} of the document says «{now.ElementAtOrDefault(line)?.Trim()}»; approved is «{old.ElementAtOrDefault(line)?.Trim()}».";
    }
}
