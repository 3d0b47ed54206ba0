using System.Text.RegularExpressions;
using IncidentApi.Tests.Support;

namespace IncidentApi.Tests.Architecture;

/// <summary>Who may name whom. The table is the architecture; the tests only read it.</summary>
public sealed partial class DependencyRuleTests
{
    /// <summary>Each room with the rooms that it may name. A room that is not listed fails. What stands in no room puts them together.</summary>
    private static readonly Dictionary<string, string[]> May = new()
    {
        ["Features.Audit"] = ["Platform.Audit", "Platform.Data", "Platform.Http", "Platform.Security"],
        ["Features.Changes"] = ["Features.Incidents", "Platform.Data", "Platform.Http", "Platform.Limits", "Platform.Secrets", "Platform.Security", "Platform.Vault"],
        ["Features.Exports"] = ["Features.Changes", "Features.Incidents", "Platform.Audit", "Platform.Data", "Platform.Http", "Platform.Limits", "Platform.Secrets", "Platform.Security", "Platform.Vault"],
        ["Features.Incidents"] = ["Features.People", "Features.Vocabularies", "Platform.Audit", "Platform.Changes", "Platform.Data", "Platform.Freshness", "Platform.Http", "Platform.Idempotency", "Platform.Limits", "Platform.Secrets", "Platform.Security", "Platform.Vault"],
        ["Features.Organisations"] = ["Platform.Audit", "Platform.Data", "Platform.Http", "Platform.Limits", "Platform.Secrets", "Platform.Security"],
        ["Features.Partnerships"] = ["Features.Incidents", "Platform.Audit", "Platform.Data", "Platform.Http", "Platform.Security"],
        ["Features.People"] = ["Features.Vocabularies", "Platform.Audit", "Platform.Data", "Platform.Http", "Platform.Security", "Platform.Vault"],
        ["Features.Statistics"] = ["Features.Incidents", "Features.Vocabularies", "Platform.Audit", "Platform.Data", "Platform.Http", "Platform.Limits", "Platform.Security"],
        ["Features.Vocabularies"] = ["Platform.Http"],
        ["Features.Webhooks"] = ["Features.Changes", "Features.Incidents", "Platform.Audit", "Platform.Data", "Platform.Http", "Platform.Limits", "Platform.Secrets", "Platform.Security", "Platform.Vault"],
        ["Platform.Contract"] = ["Platform.Http", "Platform.Limits", "Platform.Security"],
        ["Platform.Freshness"] = ["Platform.Secrets"],
        ["Platform.Idempotency"] = ["Platform.Data", "Platform.Secrets"],
        ["Platform.Limits"] = ["Platform.Http", "Platform.Security"],
        ["Platform.Logs"] = [],
        ["Platform.Page"] = ["Platform.WellKnown"],
        ["Platform.ProblemPages"] = ["Platform.Contract", "Platform.Http"],
        ["Platform.Changes"] = ["Platform.Audit", "Platform.Data", "Platform.Security"],
        ["Platform.Audit"] = ["Platform.Data", "Platform.Http", "Platform.Security"],
        ["Platform.Security"] = ["Platform.Data", "Platform.Http"],
        ["Platform.Http"] = ["Platform.Secrets"],
        ["Platform.Vault"] = ["Platform.Data", "Platform.Http"],
        ["Platform.WellKnown"] = ["Platform.Contract", "Platform.Http"],
        ["Platform.Data"] = [],
        ["Platform.Secrets"] = [],
    };

    private static readonly string[] OutsideOfRooms = ["Commands.cs", "Program.cs", "Service.cs", "VerifyAudit.cs"];

    public static TheoryData<string> Rooms => [.. Sources().Select(source => source.Room).OfType<string>().Distinct().Order()];

    [Theory, MemberData(nameof(Rooms))]
    public void A_room_names_only_the_rooms_it_may(string room)
    {
        Assert.True(May.ContainsKey(room), $"{room} is a new room: write down in {nameof(May)} whom it may name.");

        var named = Sources().Where(source => source.Room == room).SelectMany(source => Named(source.Text)).Distinct().Where(other => other != room);

        Assert.Empty(named.Except(May[room]));
    }

    [Fact]
    public void The_reading_of_sources_sees_every_way_to_name_a_room()
    {
        const string source = """
            using IncidentApi.Platform.Data;
            using static IncidentApi.Features.Incidents.Body.Location;
            extension(Platform.Http.Json json) { } // Platform.Secrets
            var features = http.Features.Get<Caller>();
            """;

        Assert.Equal(["Platform.Data", "Features.Incidents", "Platform.Http"], Named(source));
    }

    [Fact]
    public void No_rooms_form_a_circle()
    {
        var left = May.ToDictionary(room => room.Key, room => room.Value.ToHashSet());
        while (left.FirstOrDefault(room => room.Value.Count == 0).Key is { } ground)
        {
            left.Remove(ground);
            foreach (var room in left.Values) room.Remove(ground);
        }

        Assert.Empty(left.Keys);
    }

    [Fact]
    public void The_platform_knows_no_feature() => Assert.All(May.Where(room => room.Key.StartsWith("Platform.", StringComparison.Ordinal)),
        room => Assert.All(room.Value, other => Assert.StartsWith("Platform.", other, StringComparison.Ordinal)));

    [Fact]
    public void Everything_stands_in_a_room_but_what_puts_the_rooms_together() =>
        Assert.Equal(OutsideOfRooms, Sources().Where(source => source.Room is null).Select(source => Path.GetFileName(source.File)).Order());

    [Fact]
    public void A_room_is_the_folder_that_bears_its_name() => Assert.All(Sources().Where(source => source.Room is not null), source =>
        Assert.Contains($"src/IncidentApi/{source.Room!.Replace('.', '/')}/", source.File.Replace('\\', '/'), StringComparison.Ordinal));

    [Fact]
    public void No_global_using_hides_a_room_from_this_test()
    {
        Assert.All(Sources(), source => Assert.DoesNotContain("global using", source.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("<Using", File.ReadAllText(Repository.Path("src/IncidentApi/IncidentApi.csproj")), StringComparison.Ordinal);
        Assert.DoesNotContain("<Using", File.ReadAllText(Repository.Path("Directory.Build.props")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IncidentApi", "IncidentApi.Local")]
    [InlineData("IncidentApi", "IncidentApi.Tests")]
    [InlineData("IncidentApi.Local", "IncidentApi.Tests")]
    public void The_shipped_program_knows_neither_launcher_nor_tests(string project, string other) =>
        Assert.DoesNotContain($"{other}.csproj", File.ReadAllText(Repository.Path($"src/{project}/{project}.csproj")), StringComparison.Ordinal);

    /// <summary>Our own sources, but for migrations, which EF Core writes.</summary>
    private static IEnumerable<(string File, string Text, string? Room)> Sources() =>
        Directory.EnumerateFiles(Repository.Path("src/IncidentApi"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Replace('\\', '/').Contains("/Migrations/", StringComparison.Ordinal))
            .Select(file => (file, File.ReadAllText(file)))
            .Select(source => (source.file, source.Item2, Namespace().Match(source.Item2) is { Success: true } match ? match.Groups[1].Value : null));

    private static IEnumerable<string> Named(string text) =>
        Room().Matches(Comment().Replace(text, "")).Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(@"^namespace IncidentApi\.(\w+\.\w+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.])(?:IncidentApi\.)?((?:Features|Platform)\.[A-Z]\w*)")]
    private static partial Regex Room();

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
