using IncidentApi.Local;
using IncidentApi.Local.Files;
using IncidentApi.Local.Hosting;

namespace IncidentApi.Tests.Local;

public sealed class KeptFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_private_file_takes_the_others_place_whole_and_leaves_nothing_beside_it()
    {
        File.WriteAllText(_folder["key"], "old and readable by all");

        PrivateFile.Write(_folder["key"], "new");

        Assert.Equal("new", File.ReadAllText(_folder["key"]));
        Permissions.AreTheOwnersAlone(_folder["key"]);
        Assert.Single(Directory.EnumerateFiles(_folder.Path));
    }

    [Fact]
    public void Keys_come_back_as_they_were_kept()
    {
        var folder = new DataFolder(_folder["data"], server: null);
        folder.Make();
        var keys = new KeyRing("operator") { AdminKey = "admin", RecoveryCode = "code" };

        keys.KeepIn(folder);

        Assert.Equal(keys, KeyRing.ReadFrom(folder));
        Assert.Equal("admin\n", File.ReadAllText(folder.AdminKey));
    }

    [Fact]
    public async Task One_launcher_at_a_time_has_a_folder()
    {
        var folder = new DataFolder(_folder["data"], server: null);
        folder.Make();
        var (first, _) = await FolderClaim.TakeAsync(folder, TestContext.Current.CancellationToken);
        new ReadyFile("http://127.0.0.1:1", "o", "a", "Host=/tmp").Write(folder.Running);

        var (second, neighbour) = await FolderClaim.TakeAsync(folder, TestContext.Current.CancellationToken);
        first!.Dispose();
        var (third, _) = await FolderClaim.TakeAsync(folder, TestContext.Current.CancellationToken);

        Assert.Null(second);
        Assert.Equal("http://127.0.0.1:1", neighbour!.Url);
        Assert.NotNull(third);
        third.Dispose();
    }

    [Fact]
    public void A_home_folder_is_not_taken_for_a_data_folder()
    {
        var home = new DataFolder(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), server: null);

        Assert.Throws<CannotStartException>(home.Make);
    }
}
