using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace IncidentApi.Tests.Contract.Answers;

/// <summary>What was held against the document in this run: how many answers of which operation and status, and what was wrong.</summary>
internal sealed class AnswerTally
{
    private readonly ConcurrentDictionary<(string Operation, int Status), int> _seen = new();
    private readonly ConcurrentQueue<string> _faults = new();

    /// <summary>Null until the service has told its document.</summary>
    public DeclaredOperations? Contract { get; private set; }

    public Chosen? Chosen { get; private set; }

    /// <summary>Headers that the document tells of anywhere; where an answer bears one, it must tell of it there.</summary>
    public IReadOnlySet<string> Headers { get; private set; } = new HashSet<string>();

    public IReadOnlyCollection<string> Faults => _faults;

    public void Begin(JsonNode document)
    {
        var served = new ServedContract(document);
        var check = new SchemaCheck(served);
        var contract = new DeclaredOperations(served, check);
        Chosen = new Chosen(served, check);
        Headers = contract.All.SelectMany(operation => operation.Answers.Values).SelectMany(answer => answer.Headers.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Contract = contract;
    }

    public void Add(string operation, int status) => _seen.AddOrUpdate((operation, status), 1, (_, count) => count + 1);

    /// <summary>Fails the test that asked. What a test swallows is still known at the end.</summary>
    public void Fail(string fault)
    {
        _faults.Enqueue(fault);
        Assert.Fail(fault);
    }

    /// <summary>Says how many answers were judged, and which that the document declares never came: after a run of all tests there are none, or CI says so.</summary>
    public async Task ReportAsync()
    {
        if (Contract is null) return;

        var unseen = Contract.All.Select(operation => (operation.Name, Statuses: operation.Answers.Keys.Where(status => !_seen.ContainsKey((operation.Name, status))).Order().ToList()))
            .Where(operation => operation.Statuses.Count > 0).Select(operation => $"NEVER {operation.Name}: {string.Join(' ', operation.Statuses)}").ToList();
        var (declared, seen) = (Contract.All.Sum(operation => operation.Answers.Count), _seen.Count);
        await ContractReport.WriteAsync("answers",
        [
            $"{_seen.Values.Sum()} answers of {_seen.Keys.Select(key => key.Operation).Distinct().Count()} of {Contract.All.Count()} operations obey the document, {_faults.Count} do not; {seen} of {declared} declared statuses came.",
            .. unseen,
            .. _faults.Select(fault => $"FAULT {fault}"),
        ]);
    }
}
