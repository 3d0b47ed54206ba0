namespace IncidentApi.Tests.Contract.Answers;

/// <summary>What is answered where the document knows no operation, each status with its reason. Everywhere else the document has the last word.</summary>
internal static class Unwritten
{
    public static readonly IReadOnlyDictionary<int, string> WhereNothingIs = new Dictionary<int, string>
    {
        [400] = "What cannot be read as a request is refused before anybody asks for what.",
        [401] = "A key that does not work is refused before anybody asks for what.",
        [404] = "There is nothing.",
        [405] = "There is something, and it does not take that method.",
        [415] = "ASP.NET chooses among routes by the media type before it looks whether an id is one.",
        [429] = "Requests are counted before anybody asks for what.",
        [500] = "A test breaks the service at its door.",
        [503] = "So does another.",
    };

    /// <summary>A question for the methods of an address, by a browser before a request to another origin (Fetch) or by a person: no generated client asks it.</summary>
    public static bool IsForMethods(HttpRequestMessage request, int status) => request.Method == HttpMethod.Options && status == 204;
}
