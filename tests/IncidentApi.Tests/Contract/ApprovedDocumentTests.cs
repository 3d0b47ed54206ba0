using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract;

public sealed class ApprovedDocumentTests(Api api)
{
    [Fact]
    public async Task The_served_document_is_the_approved_one()
    {
        var served = await api.Anonymous().ReadAsync("/openapi/v1.json");

        await Approval.RequireAsync("tests/IncidentApi.Tests/Contract/openapi.v1.json", served.Text + "\n");
    }

    [Fact]
    public async Task A_reader_who_holds_the_document_is_not_sent_it_again()
    {
        var first = await api.Anonymous().ReadAsync("/openapi/v1.json");

        var second = await api.Anonymous().ReadAsync("/openapi/v1.json", ("If-None-Match", first.ETag!));

        Assert.Equal("public, max-age=300", first.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, second.Status);
    }
}
