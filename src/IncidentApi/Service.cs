namespace IncidentApi;

/// <summary>Builds the service from its configuration, ready to run; shared by the program, the launcher and the tests.</summary>
internal static class Service
{
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        return builder.Build();
    }
}
