using System.Buffers.Text;
using System.Globalization;
using System.Text;
using IncidentApi.Platform.Secrets;

namespace IncidentApi.Platform.Freshness;

/// <summary>
/// Names answers by what they were made from: the reader, what he asked, how far the log of what he may read had come, the day and the
/// program. The name is a keyed digest, so it tells nobody how much there is that he does not see; and it is weak (RFC 9110 §8.8.1), for
/// rows may be newer than the position that was read just before them, and one name stands for every content coding.
/// </summary>
internal sealed class AnswerTags(InstallationSecret secret, TimeProvider clock)
{
    private static readonly Guid Program = typeof(AnswerTags).Module.ModuleVersionId;

    /// <summary>What was asked: of whom, and with which parameters, in whatever order. All of them: links and cursors repeat them.</summary>
    /// <param name="reader">Who reads through which door.</param>
    /// <param name="request">The request.</param>
    /// <param name="varies">The request headers that choose among answers.</param>
    public string OfQuestion(string reader, HttpRequest request, IReadOnlyList<string> varies)
    {
        var question = new StringBuilder().Append(reader).Append('\n').Append(request.Path.Value);
        foreach (var (name, value) in request.Query.OrderBy(part => part.Key, StringComparer.Ordinal))
        {
            question.Append('\n').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value.ToString()));
        }

        foreach (var name in varies) question.Append('\n').Append(name).Append(": ").Append(request.Headers[name].ToString());
        return Digest(question.ToString());
    }

    /// <summary>The day in UTC, to be read before the answer is made: some figures speak of the last months.</summary>
    public DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>What the answer to a question is called while the log stands here on this day.</summary>
    public string OfAnswer(string question, string position, DateOnly day) =>
        $"W/\"{Digest(string.Create(CultureInfo.InvariantCulture, $"{question} {position} {day:yyyyMMdd} {Program:N}"))}\"";

    private string Digest(string origin) => Base64Url.EncodeToString(secret.Tag(Encoding.UTF8.GetBytes(origin)).AsSpan(0, 15));
}
