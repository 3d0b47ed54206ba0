using System.Net;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

public sealed class VocabularyExamples(Api api)
{
    [Fact]
    public async Task The_examples_of_vocabularies_and_places_are_answers()
    {
        var kept = new KeptExamples("Vocabularies");
        var reader = api.Anonymous();

        await kept.KeepAsync("VocabularyList", KeptExamples.Shortened((await reader.ReadAsync("/v1/vocabularies")).Expect(HttpStatusCode.OK).Json, "items", 3));
        await kept.KeepAsync("VocabularyPage", (await reader.ReadAsync("/v1/vocabularies/location.precision?lang=ru")).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("PlaceList", (await reader.ReadAsync("/v1/places?q=osh&country=KG&limit=2")).Expect(HttpStatusCode.OK).Json);
    }
}
