using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Architecture;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Walk;

/// <summary>How a status is had of an operation, whichever it is. The first way that leads there counts.</summary>
/// <param name="standing">An organisation that nothing is changed in: for what is refused, and for reading.</param>
internal sealed class Ways(Api api, Services services, Place standing)
{
    private static readonly (string, string) Briefly = ("Prefer", "return=minimal");

    private HttpClient Admin => standing.Organisation.Admin;

    public IEnumerable<Func<Task<Answer>>> To(Asked asked) => asked.Status switch
    {
        200 or 201 or 202 => [() => PlainlyAsync(asked), () => PlainlyAsync(asked, twice: true), () => NewlyAsync(asked)],
        204 => [() => PlainlyAsync(asked, twice: false, Briefly), () => PlainlyAsync(asked, twice: true, Briefly)],
        304 => [() => AgainAsync(asked)],
        400 => [() => asked.SendAsync(ClientOf(asked), standing, query: "nonsense=1")],
        401 => [() => asked.SendAsync(api.With(standing.Organisation.AdminKey[..^8] + "00000000"), standing), () => PlainlyAsync(asked, twice: true)],
        403 => [() => asked.SendAsync(api.With(api.OperatorKey), standing), () => asked.SendAsync(Admin, standing)],
        404 => [() => asked.SendAsync(Admin, Place.Nowhere(), asked.TakesBody ? standing.BodyOf(asked.Route) : null), () => NamelesslyAsync(asked)],
        408 => [() => CutShortAsync(asked, 5_000)],
        412 => [() => asked.SendAsync(ClientOf(asked), standing, ifMatch: "\"999\"")],
        413 => [() => CutShortAsync(asked, 1L << 40)],
        415 => [() => AsTextAsync(asked)],
        422 => Spoilt(standing.BodyOf(asked.Route)).Select(body => (Func<Task<Answer>>)(() => asked.SendAsync(ClientOf(asked), standing, body))),
        428 => [() => asked.SendAsync(ClientOf(asked), standing, ifMatch: null)],
        429 => [() => asked.SendAsync(Of(services.Stingy), standing)],
        500 => [() => asked.SendAsync(api.With(KeyOf(asked, standing), services.Broken), standing)],
        503 => [() => asked.SendAsync(Of(services.CutOff), standing)],
        _ => [],
    };

    /// <summary>Organisations are made by the operator, and everything else by them.</summary>
    private string KeyOf(Asked asked, Place place) => asked.Name == "createOrganisation" ? api.OperatorKey : place.Organisation.AdminKey;

    private HttpClient ClientOf(Asked asked) => api.With(KeyOf(asked, standing));

    private HttpClient Of(Uri service) => api.With(standing.Organisation.AdminKey, service);

    private async Task<Answer> PlainlyAsync(Asked asked, bool twice = false, params (string, string)[] headers)
    {
        var place = asked.Method == "GET" ? standing : await Place.OfAsync(api);
        var client = api.With(KeyOf(asked, place));
        if (twice) await asked.SendAsync(client, place);
        return await asked.SendAsync(client, place, headers: headers);
    }

    /// <summary>Makes what is not there yet.</summary>
    private Task<Answer> NewlyAsync(Asked asked) => asked.SendAsync(ClientOf(asked), standing with { Incident = Guid.CreateVersion7(), Person = Guid.CreateVersion7() }, ifMatch: null);

    private async Task<Answer> AgainAsync(Asked asked)
    {
        var first = await asked.SendAsync(ClientOf(asked), standing);
        return await asked.SendAsync(ClientOf(asked), standing, headers: ("If-None-Match", first.Headers.ETag!.ToString()));
    }

    private Task<Answer> NamelesslyAsync(Asked asked) =>
        Admin.SendAsync(new HttpMethod(asked.Method), standing.PathOf(asked.Path.Replace("{position}", "999999", StringComparison.Ordinal).Replace("{name}", "nothing", StringComparison.Ordinal)));

    private async Task<Answer> CutShortAsync(Asked asked, long announced)
    {
        var client = api.Through(new CutShort(announced), services.Impatient);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", KeyOf(asked, standing));
        return await asked.SendAsync(client, standing);
    }

    private async Task<Answer> AsTextAsync(Asked asked)
    {
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), standing.AddressOf(asked.Route)) { Content = new StringContent("{}", Encoding.UTF8, "text/plain") };
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        using var response = await ClientOf(asked).SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    /// <summary>A body of which one member is no good, whatever it is.</summary>
    private static IEnumerable<JsonNode> Spoilt(JsonNode? body)
    {
        yield return new JsonObject();
        foreach (var member in body?.AsObject().Where(member => member.Value is JsonValue) ?? [])
        {
            foreach (var text in new[] { "", "no such word", new string('x', 20_000) })
            {
                var spoilt = body!.DeepClone();
                spoilt[member.Key] = text;
                yield return spoilt;
            }
        }
    }
}
