using IncidentApi.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace IncidentApi.Migrations;

/// <summary>The context as <c>dotnet ef</c> sees it: a model, and no database.</summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<IncidentDb>
{
    public IncidentDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<IncidentDb>().UseNpgsql().Options);

    public static void Main()
    {
    }
}
