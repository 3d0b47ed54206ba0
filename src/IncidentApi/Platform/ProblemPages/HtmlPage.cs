using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using IncidentApi.Platform.Contract;
using IncidentApi.Platform.Http;

namespace IncidentApi.Platform.ProblemPages;

/// <summary>The pages for a browser, also for one without colours, pictures or scripts.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root, body { color-scheme: light dark; background: Canvas; color: CanvasText }
        body { margin: 0 auto; max-width: 45rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
        h1 { font-size: 1.5rem; line-height: 1.25 }
        h2 { font-size: 1.125rem; margin-top: 2rem }
        pre { padding: 1rem; border: 1px solid; border-radius: .25rem; white-space: pre-wrap }
        ul { padding-left: 1.25rem }
        dt { margin-top: .75rem; font-weight: 600 }
        dd { margin: 0 }
        """;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Nothing but the one style that stands in the page, known by its digest.</summary>
    public static readonly string Policy = $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static string Of(IReadOnlyList<ExplainedProblem> all) => Whole("Problems of this API", $"""
        <h1>Problems of this API</h1>
        <p>An answer that refuses says in <code>type</code> which of these it is, and in <code>detail</code> and <code>errors</code> what is particular about it
        (<a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a>). Programs switch on <code>type</code>: it never changes.</p>
        {string.Concat(all.GroupBy(problem => problem.StatusWords).Select(OfStatus))}
        """);

    public static string Of(ExplainedProblem problem) => Whole(problem.Title, $"""
        <p><a href="{ProblemKind.Root}">All problems</a></p>
        <h1>{Encoded(problem.Title)}</h1>
        <p><code>{Encoded(problem.Type)}</code>, HTTP status {Encoded(problem.StatusWords)}</p>
        <h2>What it means</h2>
        <p>{Encoded(problem.Means)}</p>
        <h2>What to do</h2>
        <p>{Encoded(problem.ToDo)}</p>
        <h2>An example</h2>
        <pre><code>{Encoded(TextPage.ExampleOf(problem))}</code></pre>
        <h2>Who may answer with it</h2>
        {(problem.AnsweredBy.Count == 0 ? "<p>Any route, or the server before it.</p>" : $"<ul>{string.Concat(problem.AnsweredBy.Select(OfRoute))}</ul>")}
        <h2>If that does not help</h2>
        <p>Send the <code>traceId</code> of the answer, and when you asked, to whoever runs this server: they find the request in the log by it.
        Send no key, no name and no text of a record along: none is needed.</p>
        """);

    public static string OfUnknown() => Whole("No such problem", $"""
        <h1>No such problem</h1>
        <p>This server answers with no problem of this code. <a href="{ProblemKind.Root}">These are all of them.</a></p>
        """);

    private static string OfStatus(IGrouping<string, ExplainedProblem> status) => $"""
        <h2>{Encoded(status.Key)}</h2>
        <dl>{string.Concat(status.Select(problem => $"<dt><a href=\"{problem.Type}\">{Encoded(problem.Code)}</a></dt><dd>{Encoded(problem.Title)}</dd>\n"))}</dl>

        """;

    private static string OfRoute(AnsweringRoute route) => $"<li><a href=\"{Encoded(route.Link)}\"><code>{route.Method} {Encoded(route.Path)}</code></a></li>\n";

    private static string Whole(string title, string main) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>{Encoded(title)} – Incident API</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        {main}
        </main>
        <footer><p><a href="{Explorer.Path}">The contract to read and try</a> · <a href="{ContractRoutes.DocumentPath}">The contract for programs</a> (OpenAPI)</p></footer>
        </body>
        </html>
        """;

    private static string Encoded(string text) => Encoder.Encode(text);
}
