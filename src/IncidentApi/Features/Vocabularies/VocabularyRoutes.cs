using IncidentApi.Features.Vocabularies.Gazetteer;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Vocabularies;

/// <summary>The words that records may use, and the places we know: open to all, so that a form needs no key.</summary>
internal static class VocabularyRoutes
{
    public static void MapVocabularies(this IEndpointRouteBuilder app)
    {
        var reference = app.MapGroup("/v1").WithTags("Reference").WithMetadata(new TagWords("The words that records may use, and the places we know.")).AllowAnonymous();

        reference.MapGet("/vocabularies", ListVocabularies.Handle);
        reference.MapGet("/vocabularies/{name}", GetVocabulary.Handle).MayAnswer(Problems.NotFound, Problems.InvalidCursor);
        reference.MapGet("/places", FindPlaces.Handle);
    }
}
