using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Examples;

/// <summary>An organisation is made, issues a key, lets a partner read, and recovers.</summary>
public sealed class OrganisationExamples(Api api)
{
    [Fact]
    public async Task The_examples_of_organisations_are_answers()
    {
        var kept = new KeptExamples("Organisations");
        var made = (await api.With(api.OperatorKey).PostAsync("/v1/organisations", new JsonObject { ["name"] = "Legal Aid Bishkek", ["language"] = "en" })).Expect(HttpStatusCode.Created);
        var admin = api.With((string)made.Json["adminKey"]!);
        var address = $"/v1/organisations/{made.Id}";
        await kept.KeepAsync("NewOrganisation", made.Json);
        await kept.KeepAsync("Organisation", (await admin.ReadAsync(address)).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("Me", (await admin.ReadAsync("/v1/me")).Expect(HttpStatusCode.OK).Json);

        var key = (await admin.PostAsync($"{address}/keys", new JsonObject { ["name"] = "intake form", ["role"] = "reporter" })).Expect(HttpStatusCode.Created);
        await kept.KeepAsync("NewKey", key.Json);
        await kept.KeepAsync("KeyList", (await admin.ReadAsync($"{address}/keys")).Expect(HttpStatusCode.OK).Json);

        var code = new JsonObject { ["recoveryCode"] = (string)made.Json["recoveryCode"]! };
        await kept.KeepAsync("Recovered", (await api.Anonymous().PostAsync("/v1/recovery", code)).Expect(HttpStatusCode.Created).Json);
        await kept.KeepAsync("RecoveryBody", code);
    }

    [Fact]
    public async Task The_examples_of_partnerships_are_answers()
    {
        var kept = new KeptExamples("Partnerships");
        var (organisation, partner) = (await api.NewOrganisationAsync(new { name = "Legal Aid Bishkek" }), await api.NewOrganisationAsync(new { name = "Regional Monitoring Network" }));
        var body = new JsonObject
        {
            ["partner"] = partner.Id.ToString(),
            ["visibility"] = "partners",
            ["purpose"] = "joint submission to the Human Rights Committee",
            ["until"] = "2027-10-31",
        };
        var made = (await organisation.Admin.PostAsync("/v1/partnerships", body)).Expect(HttpStatusCode.Created);

        await kept.KeepAsync("PartnershipBody", body);
        await kept.KeepAsync("Partnership", made.Json);
        await kept.KeepAsync("PartnershipList", (await organisation.Admin.ReadAsync("/v1/partnerships")).Expect(HttpStatusCode.OK).Json);
        await kept.KeepAsync("endPartnership", (await organisation.Admin.SendAsync(HttpMethod.Delete, $"/v1/partnerships/{made.Id}")).Expect(HttpStatusCode.OK).Json);
    }
}
