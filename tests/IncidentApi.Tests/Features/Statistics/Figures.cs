using System.Net;
using System.Text.Json.Nodes;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Features.Statistics;

/// <summary>Asks for figures, and writes them so that a test can say on one line what it expects.</summary>
internal static class Figures
{
    private static readonly string[] Kinds = ["events", "patterns", "measures"];

    public static async Task<JsonNode> FiguresAsync(this HttpClient client, string query) =>
        (await client.ReadAsync($"/v1/statistics?{query}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>Each group as <c>2020,life: 1</c>, <c>2020,life: 1-3+1?</c> or, with several kinds, <c>2020: events 1, patterns 2</c>.</summary>
    public static async Task<string> GroupsAsync(this HttpClient client, string query) => string.Join("; ", (await client.FiguresAsync(query))["groups"]!.AsArray().Select(group =>
        $"{string.Join(',', group!["key"]!.AsObject().Select(value => (string)value.Value!))}: {Written(group)}"));

    /// <summary>The total in the same way; nothing where there is none.</summary>
    public static async Task<string> TotalAsync(this HttpClient client, string query) => (await client.FiguresAsync(query))["total"] is { } total ? Written(total) : "";

    public static string Written(JsonNode group)
    {
        var figures = Kinds.Where(kind => group[kind] is not null).Select(kind => (Kind: kind, Text: OfFigure(group[kind]!))).ToList();
        return figures is [var only] ? only.Text : string.Join(", ", figures.Select(figure => $"{figure.Kind} {figure.Text}"));
    }

    private static string OfFigure(JsonNode figure)
    {
        var (min, max, unknown) = ((long)figure["min"]!, (long)figure["max"]!, (long)figure["unknownGroups"]!);
        var text = (min == max ? $"{min}" : $"{min}-{max}") + (unknown > 0 ? $"+{unknown}?" : "");
        if ((long?)figure["organisations"] is > 0 and var organisations) text += $" and {organisations} organisations";
        return figure["unlinked"] is { } unlinked && OfFigure(unlinked) is not "0" and var others ? $"{text} beside {others}" : text;
    }

    /// <summary>Records an incident; answers with it.</summary>
    public static async Task<Answer> RecordedAsync(this TestOrganisation organisation, JsonObject incident) =>
        (await organisation.Admin.PostAsync("/v1/incidents", incident)).Expect(HttpStatusCode.Created);

    public static async Task<Answer> VerifiedAsync(this TestOrganisation organisation, Answer record, string status, string? violation = null)
    {
        var body = new JsonObject { ["status"] = status, ["method"] = Codes.Of("verification.method")[0] };
        if (violation is not null) body["violation"] = violation;
        return (await organisation.Admin.SendAsync(HttpMethod.Post, $"/v1/incidents/{record.Id}/verification", body, record.ETag)).Expect(HttpStatusCode.OK);
    }
}
