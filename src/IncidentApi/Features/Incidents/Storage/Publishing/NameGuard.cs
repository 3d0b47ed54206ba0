using IncidentApi.Features.Incidents.Disclosure;
using IncidentApi.Features.Incidents.Validation;
using IncidentApi.Features.People;
using IncidentApi.Features.People.Names;
using IncidentApi.Platform.Http;
using IncidentApi.Platform.Secrets;
using IncidentApi.Platform.Security;

namespace IncidentApi.Features.Incidents.Storage.Publishing;

/// <summary>A passage that looks like the name of somebody who is hidden from its readers.</summary>
/// <param name="Pointer">JSON Pointer to the text, in the record as its organisation keeps it.</param>
/// <param name="Person">The ref of the person in this record; absent for somebody hidden in another one.</param>
internal sealed record FoundName(string Pointer, string? Person);

/// <summary>
/// Looks through what would be shown for the names of everybody who is hidden: of this record, and of any other. What a reviewer released
/// is passed over, as long as it is the same text and the same people stand in the record in the same way.
/// </summary>
internal sealed class NameGuard(HiddenPeople register, InstallationSecret secret)
{
    /// <param name="caller">Whose record it is.</param>
    /// <param name="own">The record as its organisation keeps it.</param>
    /// <param name="audience">Who would read it.</param>
    /// <param name="redacted">What they would read.</param>
    /// <param name="sealing">Names that this very step takes out of the record: no index knows them yet.</param>
    /// <param name="cancellation">Ends the search.</param>
    public async Task<IReadOnlyList<FoundName>> FindAsync(
        Caller caller, Incident own, Audience audience, Redacted redacted, IEnumerable<KnownName> sealing, CancellationToken cancellation)
    {
        var scan = new NameScan(redacted.Texts, redacted.ShownNames);
        var refs = (own.People ?? []).Where(person => person.PersonId is not null && person.Disclosure == VaultRules.Vault)
            .GroupBy(person => Guid.Parse(person.PersonId!)).ToDictionary(person => person.Key, person => person.First().Ref);

        string[] shown = audience == Audience.Public ? ["public"] : ["public", "partners"];
        var ofRegister = scan.Find(await register.FindAsync(caller, [.. scan.Stems], shown, refs.Keys.ToHashSet(), cancellation));
        return
        [
            .. scan.Find(redacted.HiddenNames.Concat(sealing)).Select(found => new FoundName(found.Pointer, found.Person))
                .Concat(ofRegister.Select(found => new FoundName(found.Pointer, refs.GetValueOrDefault(Guid.Parse(found.Person)))))
                .Distinct().Where(found => !IsReleased(found, own, redacted)),
        ];
    }

    private bool IsReleased(FoundName found, Incident own, Redacted redacted) => own.Releases?.Any(release => release.Pointer == found.Pointer
        && redacted.Texts.Any(text => text.Pointer == found.Pointer && release.Digest == Release.DigestOf(secret, text.Text))
        && (found.Person is null || own.People!.Any(person => person.Ref == found.Person && release.Covers?.Contains(Release.DigestOf(secret, person)) == true))) == true;
}

/// <summary>Says where the names are that stand in the way, and what to do about them.</summary>
internal static class NamesFound
{
    private const string Advice = "Take it out, or let a reviewer release the passage with a reason if it means nobody who is hidden.";

    public static ProblemResult Of(IReadOnlyList<FoundName> found) => ProblemResult.Of([.. found.DistinctBy(name => (name.Pointer, name.Person)).Select(name =>
        Problems.NameInText.At(name.Pointer, name.Person is { } person
            ? $"This holds what looks like the name of “{person}”, who is hidden. {Advice}"
            : $"This holds what looks like the name of somebody who is hidden in another record. {Advice}"))]);
}
