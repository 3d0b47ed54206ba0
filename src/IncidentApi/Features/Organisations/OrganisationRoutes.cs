using IncidentApi.Platform.Http;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Organisations;

internal static class OrganisationRoutes
{
    public static void MapOrganisations(this IEndpointRouteBuilder app)
    {
        app.MapGet("/v1/me", GetMe.Handle).WithTags("Organisations").RequireAuthorization(Scopes.AnyKey);
        app.MapPost("/v1/recovery", RecoverOrganisation.Handle).WithTags("Organisations").AllowAnonymous().MayAnswer(Problems.InvalidKey);

        var organisations = app.MapGroup("/v1/organisations").WithTags("Organisations");
        organisations.MapPost("/", CreateOrganisation.Handle).RequireAuthorization(Scopes.CreateOrganisations)
            .MayAnswer(Problems.InvalidFormat);
        organisations.MapGet("/{id:guid}", GetOrganisation.Handle).RequireAuthorization(Scopes.ManageOrganisation).MayAnswer(Problems.NotFound);
        organisations.MapPut("/{id:guid}", ReplaceOrganisation.Handle).RequireAuthorization(Scopes.ManageOrganisation)
            .MayAnswer(Problems.NotFound, Problems.InvalidFormat);

        var keys = organisations.MapGroup("/{id:guid}/keys").RequireAuthorization(Scopes.ManageOrganisation).MayAnswer(Problems.NotFound);
        keys.MapGet("/", ListKeys.Handle);
        keys.MapPost("/", IssueKey.Handle).MayAnswer(Problems.UnknownCode, Problems.OutOfRange, Problems.InvalidFormat);
        keys.MapPost("/{keyId:guid}/rotation", RotateKey.Handle);
        keys.MapDelete("/{keyId:guid}", RevokeKey.Handle);
    }
}
