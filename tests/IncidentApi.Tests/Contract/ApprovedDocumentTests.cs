using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract;

public sealed class ApprovedDocumentTests(Api api)
{
    [Theory]
    [InlineData("v1.json")]
    [InlineData("v1-3.0.json")]
    public async Task The_served_document_is_the_approved_one(string name)
    {
        var served = await api.Anonymous().ReadAsync($"/openapi/{name}");

        await Approval.RequireAsync($"tests/IncidentApi.Tests/Contract/openapi.{name}", served.Text + "\n");
    }

    [Theory]
    [InlineData("/openapi/v1.json")]
    [InlineData("/openapi/v1-3.0.json")]
    public async Task A_reader_who_holds_the_document_is_not_sent_it_again(string address)
    {
        var first = await api.Anonymous().ReadAsync(address);

        var second = await api.Anonymous().ReadAsync(address, ("If-None-Match", first.ETag!));

        Assert.Equal("public, max-age=300", first.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, second.Status);
    }
}
