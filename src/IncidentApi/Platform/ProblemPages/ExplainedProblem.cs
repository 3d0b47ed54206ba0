using System.Collections.Frozen;
using System.Text.Json.Serialization;
using IncidentApi.Platform.Contract;
using IncidentApi.Platform.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace IncidentApi.Platform.ProblemPages;

/// <summary>A kind of problem with everything that helps somebody who met it.</summary>
/// <param name="AnsweredBy">The routes that may answer with it; empty where any may.</param>
internal sealed record ExplainedProblem(string Type, string Code, int Status, string Title, string Means, string ToDo, ProblemBody Example, IReadOnlyList<AnsweringRoute> AnsweredBy)
{
    [JsonIgnore]
    public string StatusWords => $"{Status} {ReasonPhrases.GetReasonPhrase(Status)}";

    public static ExplainedProblem Of(ProblemKind kind, IReadOnlyList<AnsweringRoute> routes) =>
        new(kind.Type, kind.Code, kind.Status, kind.Title, kind.Means, kind.ToDo, kind.Shown, routes);
}

/// <param name="Link">Where the document explains it.</param>
internal sealed record AnsweringRoute(string Method, string Path, string Link);

/// <summary>All kinds of problems, each with the routes that declare it.</summary>
internal sealed class ExplainedProblems(IReadOnlyList<ExplainedProblem> all)
{
    private readonly FrozenDictionary<string, ExplainedProblem> _byCode = all.ToFrozenDictionary(problem => problem.Code);

    public IReadOnlyList<ExplainedProblem> All => all;

    public ExplainedProblem? Find(string code) => _byCode.GetValueOrDefault(code);

    public static ExplainedProblems Of(IEnumerable<DescribedRoute> routes)
    {
        var described = routes.OrderBy(route => route.Path, StringComparer.Ordinal).ThenBy(route => route.Method, StringComparer.Ordinal).ToList();
        return new ExplainedProblems([.. Problems.All.Select(kind => ExplainedProblem.Of(kind, Answering(kind, described)))]);
    }

    private static List<AnsweringRoute> Answering(ProblemKind kind, List<DescribedRoute> routes)
    {
        var answering = routes.Where(route => route.Problems.Contains(kind)).ToList();
        return answering.Count == routes.Count ? [] : [.. answering.Select(route => new AnsweringRoute(route.Method, route.Path, $"{Explorer.Path}/index.html#/{Uri.EscapeDataString(route.Tags[0])}/{route.OperationId}"))];
    }
}
