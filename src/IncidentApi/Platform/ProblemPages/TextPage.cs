using System.Text.Json;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.ProblemPages;

/// <summary>The pages for a terminal.</summary>
internal static class TextPage
{
    private static readonly JsonSerializerOptions Indented = new(Json.Answers) { WriteIndented = true };

    public static string Of(IReadOnlyList<ExplainedProblem> all) => string.Concat(all.Select(problem => $"{problem.Status} {problem.Type}\n    {problem.Title}\n"));

    public static string Of(ExplainedProblem problem) => $"""
        {problem.Title}
        {problem.Type}, HTTP status {problem.StatusWords}

        What it means
        {problem.Means}

        What to do
        {problem.ToDo}

        An example
        {ExampleOf(problem)}

        Who may answer with it
        {(problem.AnsweredBy.Count == 0 ? "Any route, or the server before it." : string.Join('\n', problem.AnsweredBy.Select(route => $"{route.Method} {route.Path}")))}

        """;

    public static string ExampleOf(ExplainedProblem problem) => JsonSerializer.Serialize(problem.Example, Indented);
}
