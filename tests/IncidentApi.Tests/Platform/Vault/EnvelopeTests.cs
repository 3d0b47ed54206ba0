using IncidentApi.Features.People.Identities;
using IncidentApi.Platform.Vault;
using Microsoft.Extensions.Configuration;

namespace IncidentApi.Tests.Platform.Vault;

public sealed class EnvelopeTests
{
    private static readonly Guid Organisation = Guid.CreateVersion7();
    private static readonly Guid Person = Guid.CreateVersion7();

    [Fact]
    public void What_is_sealed_opens_with_its_key_and_its_words_alone()
    {
        var key = Envelope.NewKey();
        var content = Envelope.Seal(key, "Ainura"u8, "row 1");

        Assert.Equal("Ainura"u8.ToArray(), Envelope.Open(key, content, "row 1"));
        Assert.Null(Envelope.Open(key, content, "row 2"));
        Assert.Null(Envelope.Open(Envelope.NewKey(), content, "row 1"));
        Assert.NotEqual(content, Envelope.Seal(key, "Ainura"u8, "row 1"));
    }

    [Fact]
    public void No_byte_of_it_can_be_changed_or_cut()
    {
        var key = Envelope.NewKey();
        var content = Envelope.Seal(key, "Ainura"u8, "row");

        for (var i = 0; i < content.Length; i++)
        {
            var changed = content.ToArray();
            changed[i] ^= 1;
            Assert.Null(Envelope.Open(key, changed, "row"));
            Assert.Null(Envelope.Open(key, content.AsSpan(0, i), "row"));
        }
    }

    [Fact]
    public void A_sealed_identity_opens_for_its_person_and_organisation_alone()
    {
        var key = Envelope.NewKey();
        var keys = new OrganisationKeys(Organisation, [(1, key)]);
        var identity = SealedIdentity.Of(new Identity("Ainura Example", ["Айнура"]), Person, keys);

        Assert.Equal("Ainura Example", identity.Open(Person, keys)!.Name);
        Assert.Null(identity.Open(Guid.CreateVersion7(), keys));
        Assert.Null(identity.Open(Person, new OrganisationKeys(Guid.CreateVersion7(), [(1, key)])));
        Assert.Null((identity with { Generation = 2 }).Open(Person, new OrganisationKeys(Organisation, [(1, key), (2, key)])));
        Assert.Null((identity with { Key = [] }).Open(Person, keys));
    }

    [Fact]
    public void The_length_of_a_name_does_not_show()
    {
        var keys = new OrganisationKeys(Organisation, [(1, Envelope.NewKey())]);

        Assert.Equal(SealedIdentity.Of(new Identity("A", []), Person, keys).Content.Length, SealedIdentity.Of(new Identity("Ainura Exampleyeva", ["Aya"]), Person, keys).Content.Length);
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    [InlineData("")]
    [InlineData(null)]
    public void A_master_key_that_is_none_is_a_fault_and_no_exception(string? text)
    {
        var keys = MasterKeys.From(new ConfigurationBuilder().AddInMemoryCollection([new("Vault:MasterKey", text)]).Build());

        Assert.Null(keys.Current);
        Assert.Contains("openssl rand -base64 32", keys.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_of_several_master_keys_is_current_and_a_new_one_is_learnt_from_the_file()
    {
        var (one, two) = (Convert.ToBase64String(Envelope.NewKey()), Convert.ToBase64String(Envelope.NewKey()));
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, one + "\n");
            var keys = MasterKeys.From(new ConfigurationBuilder().AddInMemoryCollection([new("Vault:MasterKeyFile", file)]).Build());
            var first = keys.Current!;
            File.WriteAllText(file, $"{two}\n{one}\n");

            Assert.NotNull(keys.Find(MasterKey.Read(two)!.Id));
            Assert.NotNull(keys.Find(first.Id));
            Assert.Equal(MasterKey.Read(two)!.Id, keys.Current!.Id);
            Assert.Null(keys.Find("0123456789abcdef"));
            Assert.DoesNotContain(first.Id, one, StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
