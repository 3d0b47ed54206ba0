using System.Text.Json;
using IncidentApi.Local.Postgres.Programs;
using IncidentApi.Tests.Support.Programs;

namespace IncidentApi.Tests.Features.Statistics.People;

/// <summary>What a reader of tables may know at worst: who was counted when, and the figures of every moment; null is a suppressed one.</summary>
internal sealed record World(int Values, IReadOnlyList<PeopleClass> Classes, IReadOnlyList<int?[]> Moments);

/// <summary>People who were always counted in the same tables.</summary>
internal sealed record PeopleClass(int Size, int[] In);

internal sealed record Undone(IReadOnlyList<UndoneFigure> Figures, IReadOnlyList<UndoneClass> Classes);

/// <summary>Between what a suppressed figure must lie.</summary>
internal sealed record UndoneFigure(int Moment, int Value, int Least, int Most);

/// <summary>How many of a class must have a value.</summary>
internal sealed record UndoneClass(int Class, int Value, int Least, int Most);

/// <summary>tests/people-attacker: a program of its own that tries to undo suppression by exact optimisation.</summary>
internal static class PeopleAttacker
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

    private static readonly Lazy<Task<string>> Installed = new(() => NodeProgram.InstallAsync("people-attacker", "attacker.mjs"));

    public static async Task<List<Undone>> AttackAsync(IReadOnlyList<World> worlds)
    {
        var folder = Directory.CreateTempSubdirectory("people-attack-").FullName;
        try
        {
            var (asked, told) = (Path.Combine(folder, "worlds.json"), Path.Combine(folder, "answers.json"));
            await File.WriteAllTextAsync(asked, JsonSerializer.Serialize(worlds, Wire));
            var run = await ProgramRun.OfAsync("node", [Path.Combine(await Installed.Value, "attacker.mjs"), asked, told], user: null, TestContext.Current.CancellationToken);
            if (!run.Succeeded) throw new InvalidOperationException($"The attacker does not come to an end: {run.Said[..Math.Min(run.Said.Length, 2000)]}");

            return JsonSerializer.Deserialize<List<Undone>>(await File.ReadAllTextAsync(told), Wire)!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What of it breaks the promise: a suppressed figure within fewer than k, a class all of whose people have one value, or a few whose value is known.</summary>
    public static IEnumerable<string> Breaches(World world, Undone undone, int k)
    {
        foreach (var figure in undone.Figures.Where(figure => figure.Most - figure.Least < k)) yield return $"{figure} is suppressed.";
        foreach (var value in undone.Classes.Where(value => value.Least == value.Most && value.Most > 0 && value.Most < k)) yield return $"{value} is about few.";
        foreach (var value in undone.Classes.Where(value => value.Least == world.Classes[value.Class].Size)) yield return $"{value} is about all of them.";
    }
}
