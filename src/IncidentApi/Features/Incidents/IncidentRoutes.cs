using IncidentApi.Features.Incidents.Freshness;
using IncidentApi.Features.Incidents.History;
using IncidentApi.Features.Incidents.Map;
using IncidentApi.Features.Incidents.Parts;
using IncidentApi.Features.Incidents.Query;
using IncidentApi.Features.Incidents.Workflow;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;
using Microsoft.AspNetCore.Mvc;

namespace IncidentApi.Features.Incidents;

internal static class IncidentRoutes
{
    // What a part may break, beside what every body may.
    private static readonly ProblemKind[] RulesOfPart =
    [
        Problems.InvalidFormat, Problems.OutOfRange, Problems.UnknownCode, Problems.UnknownRef, Problems.DuplicateRef, Problems.ImpossibleDate, Problems.FutureDate,
        Problems.FromAfterTo, Problems.AsOfRequired, Problems.TooPrecise, Problems.CoordinatesIncomplete, Problems.Contradiction, Problems.VaultNotAvailable,
    ];

    // A whole body holds people too, and theirs is the register.
    private static readonly ProblemKind[] RulesOfBody = [.. RulesOfPart, Problems.PersonErased, Problems.IdentityDamaged];

    private static readonly ProblemKind[] OfVersions = [Problems.VersionRequired, Problems.StaleVersion, Problems.InvalidHeader];

    // A change of a record that others see is shown to them in the same moment, or refused.
    private static readonly ProblemKind[] Conditional = [Problems.NotFound, .. OfVersions, Problems.NameInText];

    public static void MapIncidents(this IEndpointRouteBuilder app)
    {
        var incidents = app.MapGroup("/v1/incidents").WithTags("Incidents").WithMetadata(new TagWords("Records of incidents: to make, find, change, verify and withdraw.")).Names("id", "The incident's id.");

        var reading = incidents.MapGroup("/").RequireAuthorization(Scopes.ReadIncidentsOrAnonymous);
        reading.MapGet("/", ListIncidents.Handle).Produces<IncidentPageShape>().MayAnswer(Problems.InvalidCursor).Costs(ListIncidents.CostOf, ListIncidents.CostWords).Fresh();
        reading.MapGet("/map", GetMap.Handle).Produces<MapAnswer>(200, MapResult.MediaType).Costs(GetMap.CostOf, GetMap.CostWords).Fresh();
        reading.MapGet("/{id:guid}", GetIncident.Handle).Produces<Incident>().MayAnswer(Problems.NotFound).FreshByVersion();

        reading.MapGet("/{id:guid}/related", ListRelated.Handle).MayAnswer(Problems.NotFound).Fresh();

        var own = incidents.MapGroup("/").RequireAuthorization(Scopes.ReadIncidents).MayAnswer(Problems.NotFound);
        own.MapGet("/{id:guid}/history", ListHistory.Handle).MayAnswer(Problems.InvalidCursor);

        var writing = incidents.MapGroup("/").RequireAuthorization(Scopes.WriteIncidents);
        writing.MapPost("/", CreateIncident.Handle).Produces<Incident>(201).Produces<Incident>().Produces(204).MayAnswer(RulesOfBody)
            .MayAnswer(Problems.ExternalRefTaken, Problems.IdempotencyKeyReused, Problems.InvalidHeader);
        writing.MapPost("/batch", CreateBatch.Handle).WithMetadata(new RequestSizeLimitAttribute(CreateBatch.MostBytes)).MayAnswer(Problems.InvalidHeader).Costs(CreateBatch.Cost);
        writing.MapPut("/{id:guid}", ReplaceIncident.Handle).Produces<Incident>().Produces<Incident>(201).Produces(204).MayAnswer(RulesOfBody)
            .MayAnswer(OfVersions).MayAnswer(Problems.NameInText, Problems.ExternalRefTaken);
        writing.MapPatch("/{id:guid}", PatchIncident.Handle).Produces<Incident>().Produces(204).MayAnswer(RulesOfBody).MayAnswer(Conditional)
            .MayAnswer(Problems.ExternalRefTaken, Problems.MalformedJson, Problems.TooDeep, Problems.UnknownMember, Problems.ServerMadeMember, Problems.DuplicateMember,
                Problems.WrongType, Problems.Required, Problems.InvalidCharacters, Problems.TooLong, Problems.BodyTooLarge, Problems.UnsupportedMediaType);
        writing.MapDelete("/{id:guid}", WithdrawIncident.Handle).Produces<Incident>().Produces(204).MayAnswer(OfVersions).MayAnswer(Problems.NotFound);
        writing.MapPost("/{id:guid}/transitions", TransitionIncident.Handle).Produces<Incident>().Produces(204).MayAnswer(Conditional)
            .MayAnswer(Problems.ForbiddenTransition, Problems.UnknownCode, Problems.UnknownRef, Problems.SecondPersonRequired, Problems.VerificationRequired);

        // It tells which passages name somebody hidden: whoever only reads would learn the name.
        incidents.MapPost("/{id:guid}/preview", PreviewIncident.Handle).RequireAuthorization(Scopes.WriteIncidents).MayAnswer(Problems.NotFound);
        incidents.MapPost("/{id:guid}/verification", VerifyIncident.Handle).RequireAuthorization(Scopes.ReviewIncidents).Produces<Incident>().Produces(204)
            .MayAnswer(Conditional).MayAnswer(Problems.SecondPersonRequired, Problems.UnknownCode, Problems.UnknownRef);

        var parts = writing.MapGroup("/{id:guid}").Names("name", "The ref of the entry to correct; of an intervention, its key.")
            .MayAnswer(RulesOfPart).MayAnswer(Problems.NotFound, Problems.StaleVersion, Problems.InvalidHeader, Problems.NameInText);
        parts.MapPost("/developments", AddDevelopment.Handle).Produces<Incident>(201).Produces<Incident>().Produces(204).MayAnswer(Problems.IdempotencyKeyReused);
        parts.MapPost("/sources", AddSource.Handle).Produces<Incident>(201).Produces<Incident>().Produces(204).MayAnswer(Problems.IdempotencyKeyReused);
        parts.MapPost("/interventions", AddIntervention.Handle).Produces<Incident>(201).Produces<Incident>().Produces(204).MayAnswer(Problems.IdempotencyKeyReused);
        parts.MapPut("/developments/{name}", CorrectDevelopment.Handle).Produces<Incident>().Produces(204);
        parts.MapPut("/sources/{name}", CorrectSource.Handle).Produces<Incident>().Produces(204);
        parts.MapPut("/interventions/{name}", CorrectIntervention.Handle).Produces<Incident>().Produces(204);
    }
}
