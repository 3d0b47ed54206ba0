using IncidentApi.Features.Organisations.Keys;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Limits;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Organisations;

internal static class OrganisationRoutes
{
    public static void MapOrganisations(this IEndpointRouteBuilder app)
    {
        var all = app.MapGroup("/v1").WithTags("Organisations").WithMetadata(new TagWords("Organisations and their keys."));
        all.MapGet("/me", GetMe.Handle).RequireAuthorization(Scopes.AnyKey);
        all.MapPost("/recovery", RecoverOrganisation.Handle).AllowAnonymous().MayAnswer(Problems.InvalidKey).Costs(10);

        var organisations = all.MapGroup("/organisations").Names("id", "The organisation's id: the caller's own.");
        organisations.MapPost("/", CreateOrganisation.Handle).RequireAuthorization(Scopes.CreateOrganisations)
            .MayAnswer(Problems.InvalidFormat);
        organisations.MapGet("/{id:guid}", GetOrganisation.Handle).RequireAuthorization(Scopes.ManageOrganisation).MayAnswer(Problems.NotFound);
        organisations.MapPut("/{id:guid}", ReplaceOrganisation.Handle).RequireAuthorization(Scopes.ManageOrganisation)
            .MayAnswer(Problems.NotFound, Problems.InvalidFormat);

        var keys = organisations.MapGroup("/{id:guid}/keys").RequireAuthorization(Scopes.ManageOrganisation).MayAnswer(Problems.NotFound);
        keys.MapGet("/", ListKeys.Handle);
        keys.MapPost("/", IssueKey.Handle).MayAnswer(Problems.UnknownCode, Problems.OutOfRange, Problems.InvalidFormat);
        keys.MapPost("/{keyId:guid}/rotation", RotateKey.Handle).Names("keyId", "The id of the key to replace.");
        keys.MapDelete("/{keyId:guid}", RevokeKey.Handle).Names("keyId", "The id of the key to revoke.");
    }
}
