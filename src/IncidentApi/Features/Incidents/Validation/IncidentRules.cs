using FluentValidation;
using IncidentApi.Features.Incidents.Body;
using IncidentApi.Platform.Http;

namespace IncidentApi.Features.Incidents.Validation;

/// <summary>What a body must obey as a whole; what one part must obey stands beside that part.</summary>
internal sealed class IncidentRules : MemberRules<IncidentBody>
{
    /// <summary>
    /// How many victims all acts of one record may name together: each is a row of figures for every audience, written in the transaction of the record.
    /// It is room for 200 people who each suffered 25 acts.
    /// </summary>
    public const int MostSuffered = 5_000;

    private static readonly LanguageTagAttribute LanguageTag = new();
    private static readonly TranslationRules Translations = new();

    public IncidentRules(TimeProvider clock)
    {
        RuleFor(body => body.ExternalRef!).SetValidator(new ExternalRefRules()).When(body => body.ExternalRef is not null);
        RuleFor(body => body.Occurred!).SetValidator(new OccurrenceRules(clock)).When(body => body.Occurred is not null);
        RuleFor(body => body.Location!).SetValidator(new LocationRules()).When(body => body.Location is not null);
        RuleForEach(body => body.Violations).SetValidator(new ViolationRules(clock));
        RuleForEach(body => body.People).SetValidator(new InvolvementRules(clock));
        RuleForEach(body => body.Sources).SetValidator(new SourceRules(clock));
        RuleForEach(body => body.Developments).SetValidator(new DevelopmentRules(clock));
        RuleForEach(body => body.Interventions).SetValidator(new InterventionRules(clock));
        RuleForEach(body => body.Related).SetValidator(new RelationRules());
        RuleFor(body => body).Custom((body, context) =>
        {
            CheckTranslations(body, context);
            CheckKind(body, context);
            RefRules.Check(body, context);
        });
    }

    /// <summary>Refuses more victims than fit into a record, unless an older record had as many already: it can still be changed, withdrawn and mended.</summary>
    public static void RequireRoom(IncidentBody body, IncidentBody? old)
    {
        var suffered = SufferedIn(body);
        if (suffered <= Math.Max(MostSuffered, old is null ? 0 : SufferedIn(old))) return;

        throw new ProblemException(ProblemResult.Of([Problems.TooLong.At("/violations",
            $"The acts name {suffered} victims together; at most {MostSuffered} fit into one record. Name people who suffered the same as one entry of kind group, "
            + "or record what happened to some of them as incidents of their own, with a relation part_of.")]));
    }

    private static int SufferedIn(IncidentBody body) => body.Violations?.OfType<Violation>().Sum(violation => violation.Victims?.Count ?? 0) ?? 0;

    private static void CheckTranslations(IncidentBody body, ValidationContext<IncidentBody> context)
    {
        foreach (var (tag, translation) in body.Translations ?? new Dictionary<string, Translation>())
        {
            if (LanguageTag.FaultOf(tag) is { } fault) context.Refuse(fault.Kind, fault.Detail, $"translations.{tag}", value: tag);
            if (translation is null) continue;

            foreach (var failure in Translations.Validate(translation).Errors)
            {
                failure.PropertyName = $"translations.{tag}.{failure.PropertyName}";
                context.AddFailure(failure);
            }
        }
    }

    private static void CheckKind(IncidentBody body, ValidationContext<IncidentBody> context)
    {
        if (body.Stage is not null && body.Kind != "measure") context.Refuse(Problems.Contradiction, "Only a measure has a stage.", "stage", value: body.Stage);

        var positive = body.Violations?.OfType<Violation>().Count(violation => violation.Type == "positive_development") ?? 0;
        if (positive > 0 && positive < body.Violations!.Count)
        {
            context.Refuse(Problems.Contradiction, "A positive development is no violation: record it by itself.", "violations");
        }
    }
}
