using IncidentApi.Features.Vocabularies;
using IncidentApi.Features.Vocabularies.Violations;

namespace IncidentApi.Tests.Features.Vocabularies;

public sealed class RightsTests
{
    [Theory]
    [InlineData("arrest", true, "hrmi:arrest iccpr:9 udhr:9 hrd:12 sdg:arbitrary_detention")]
    [InlineData("arrest", false, "iccpr:9 udhr:9 hrd:12 sdg:arbitrary_detention")]
    [InlineData("torture", true, "hrmi:torture iccpr:7 iccpr:10 udhr:5 hrd:12 sdg:torture")]
    [InlineData("killing", false, "iccpr:6 udhr:3 hrd:12 sdg:killing")]
    [InlineData("death_sentence", true, "hrmi:death-penalty iccpr:6 udhr:3 hrd:12")]
    [InlineData("abduction", true, "hrmi:disappearance iccpr:9 udhr:3 udhr:9 hrd:12 sdg:kidnapping")]
    [InlineData("abduction", false, "iccpr:9 udhr:3 udhr:9 hrd:12 sdg:kidnapping")]
    [InlineData("physical_assault", true, "hrmi:torture iccpr:7 iccpr:9 udhr:3 udhr:5 hrd:12 sdg:other_harmful_acts")]
    [InlineData("physical_assault", false, "iccpr:7 iccpr:9 udhr:3 udhr:5 hrd:12 sdg:other_harmful_acts")]
    [InlineData("sexual_violence", true, "hrmi:torture iccpr:7 iccpr:17 udhr:3 udhr:5 hrd:12 sdg:other_harmful_acts")]
    [InlineData("mass_arrest", false, "hrmi:assembly iccpr:9 iccpr:21 udhr:9 udhr:20 hrd:12 sdg:arbitrary_detention")]
    [InlineData("website_blocking", false, "hrmi:expression iccpr:19 udhr:19 hrd:6")]
    [InlineData("forced_eviction", false, "hrmi:housing iccpr:12 iccpr:17 udhr:12 udhr:17 hrd:12")]
    [InlineData("dismissal", false, "hrmi:job iccpr:26 udhr:23 hrd:11 hrd:12 sdg:other_harmful_acts")]
    [InlineData("participation_restriction", true, "hrmi:participation iccpr:25 udhr:21 hrd:12")]
    [InlineData("positive_development", true, "")]
    [InlineData("positive_development", false, "")]
    public void A_type_and_whose_power_acted_tell_the_rights(string type, bool state, string rights) =>
        Assert.Equal(rights, string.Join(' ', Rights.Of([(type, state)])));

    [Fact]
    public void Several_acts_touch_each_right_once_in_the_order_of_the_list()
    {
        var rights = Rights.Of([("website_blocking", true), ("arrest", false), ("arrest", true), ("censorship", false)]);

        Assert.Equal(
            ["hrmi:arrest", "hrmi:expression", "iccpr:9", "iccpr:19", "udhr:9", "udhr:19", "hrd:6", "hrd:12",
                "sdg:arbitrary_detention"],
            rights);
    }

    [Fact]
    public void One_act_of_the_state_is_enough() =>
        Assert.Contains("hrmi:torture", Rights.Of([("torture", false), ("torture", true)]));

    [Fact]
    public void No_act_touches_no_right() => Assert.Empty(Rights.Of([]));

    [Theory]
    [InlineData("police", "state", true)]
    [InlineData("foreign_state", "state", true)]
    [InlineData("pro_government_group", "state_acquiescence", true)]
    [InlineData("private_individual", "non_state", false)]
    [InlineData("unknown", "unknown", false)]
    public void A_category_tells_whose_power_acted(string category, string actorClass, bool state)
    {
        Assert.Equal(actorClass, ActorClass.Of(category));
        Assert.Equal(state, ActorClass.IsState(category));
    }
}
