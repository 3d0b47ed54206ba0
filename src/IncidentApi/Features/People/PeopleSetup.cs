using IncidentApi.Features.People.Identities;
using IncidentApi.Features.People.Storage;

namespace IncidentApi.Features.People;

internal static class PeopleSetup
{
    public static IServiceCollection AddPeople(this IServiceCollection services) => services
        .AddSingleton<PersonRead>().AddSingleton<Register>().AddSingleton<HiddenPeople>().AddSingleton<IdentityGrants>().AddSingleton<Forgetting>();
}
