using System.Collections.Concurrent;
using IncidentApi.Tests.Architecture;
using IncidentApi.Tests.Contract.Answers;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Contract.Walk;

/// <summary>A document that declares what never comes lies too: every operation is asked for every status that the document tells of.</summary>
public sealed class EveryAnswerTests(Api api)
{
    [Fact]
    public async Task Every_status_that_the_document_declares_comes()
    {
        var contract = await ServedContract.OfAsync(api);
        await using var services = await Services.StartAsync(api);
        var standing = await Place.OfAsync(api);
        await SpendAsync(services.Stingy, standing);
        var (ways, conflicts) = (new Ways(api, services, standing), new Conflicts(api, services));
        var (came, never) = (0, new ConcurrentQueue<string>());

        await Parallel.ForEachAsync(AskedOf(contract), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken }, async (asked, _) =>
        {
            if (NeverHere.Reasons.ContainsKey((asked.Name, asked.Status))) return;

            var got = new List<string>();
            foreach (var ask in conflicts.To(asked).Concat(ways.To(asked)))
            {
                try
                {
                    var answer = await ask();
                    if ((int)answer.Status == asked.Status)
                    {
                        Interlocked.Increment(ref came);
                        return;
                    }

                    got.Add($"{(int)answer.Status} {answer.Problem}");
                }
                catch (Exception fault) when (fault is not OperationCanceledException)
                {
                    got.Add(fault.Message);
                }
            }

            never.Enqueue($"{asked} never came, but {string.Join(", ", got)}");
        });

        TestContext.Current.TestOutputHelper!.WriteLine("{0} declared statuses of {1} operations came.", came, contract.Operations.Count());
        Assert.True(never.IsEmpty, string.Join('\n', never.Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<Asked> AskedOf(ServedContract contract) =>
        from operation in contract.Operations
        from status in operation.Operation["responses"]!.AsObject()
        select new Asked(operation.Method, operation.Path, (string)operation.Operation["operationId"]!, int.Parse(status.Key, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>What the stingy service grants the caller.</summary>
    private async Task SpendAsync(Uri stingy, Place place) => await api.With(place.Organisation.AdminKey, stingy).ReadAsync("/v1/vocabularies");
}
