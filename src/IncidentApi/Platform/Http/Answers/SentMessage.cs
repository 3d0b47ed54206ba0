using System.Text.Json.Nodes;

namespace IncidentApi.Platform.Http;

/// <summary>A message that the service sends to an address of its client's, for the contract.</summary>
/// <param name="Event">What it tells of.</param>
/// <param name="Body">What it holds.</param>
/// <param name="Summary">When it is sent.</param>
/// <param name="Description">What its receiver has to know.</param>
/// <param name="Headers">What it bears beside its body.</param>
/// <param name="Answers">What its receiver may answer, and what that means.</param>
/// <param name="ExampleWords">What there is to say of an example: how it is signed.</param>
internal sealed record SentMessage(
    string Event, Type Body, string Summary, string Description, IReadOnlyList<(string Name, string Description)> Headers, IReadOnlyList<(string Status, string Meaning)> Answers,
    Func<JsonNode, string> ExampleWords);

internal static class SentMessageOnRoutes
{
    public static TRoute Sends<TRoute>(this TRoute route, params IEnumerable<SentMessage> messages) where TRoute : IEndpointConventionBuilder
    {
        route.Add(endpoint =>
        {
            foreach (var message in messages) endpoint.Metadata.Add(message);
        });
        return route;
    }
}
