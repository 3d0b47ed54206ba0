namespace IncidentApi.Platform.Http;

/// <summary>What breaks a rule.</summary>
internal static partial class Problems
{
    public static readonly ProblemKind Required = new("required", 422, "A member that must be there is missing or empty.",
        "Without it the record could not be found, counted or understood. A text of blanks counts as empty.",
        "errors names every member that is missing, and whatever else is wrong, all at once. If you do not know it, look whether the vocabulary has a word for “unknown”; do not invent a value.",
        kind => ProblemResult.Of([kind.At("/location", "This must be there."), ImpossibleDate!.At("/occurred/from", "There is no 2020-02-30 in the calendar.", "2020-02-30")]));

    public static readonly ProblemKind InvalidCharacters = new("invalid-characters", 422, "A text holds U+0000 or half a surrogate pair.",
        "The text was cut in the middle of a character, or comes from a file that is no text.",
        "Cut texts by characters, not by bytes or UTF-16 units; most often an emoji was halved. Take out U+0000.",
        kind => ProblemResult.Of([kind.At("/summary", "Half a surrogate pair is no character.")]));

    public static readonly ProblemKind InvalidFormat = new("invalid-format", 422, "A text is not in the form that its member takes.",
        "The member takes an id, a date, a language or another text of a fixed form.",
        "errors says the form. Dates are 2020, 2020-06 or 2020-06-18, never 18.06.2020; instants are in UTC, such as 2026-05-03T10:00:00Z.",
        kind => ProblemResult.Of([kind.At("/occurred/from", "This takes a date like 2020, 2020-06 or 2020-06-18.", "18.06.2020")]));

    public static readonly ProblemKind OutOfRange = new("out-of-range", 422, "A number is outside the range that its member takes.",
        "A latitude beyond the pole, a count below nought, an end beyond the longest time that is allowed.",
        "errors names the range. If latitude and longitude are swapped, exchange them: latitude is north or south, from -90 to 90.",
        kind => ProblemResult.Of([kind.At("/location/latitude", "This takes a number from -90 to 90.", "142.87")]));

    public static readonly ProblemKind TooLong = new("too-long", 422, "A text or a list is longer than its member takes.",
        "Nothing was cut, because half a sentence can say the opposite of the whole.",
        "errors says how much fits. Put the long story into summary, what happened later into developments, and documents behind a link in sources.",
        kind => ProblemResult.Of([kind.At("/title", "This takes at most 200 characters.")]));

    public static readonly ProblemKind UnknownCode = new("unknown-code", 422, "A code is not in its vocabulary.",
        "Codes come from closed lists, so that records of all organisations can be counted together. Capitals and underscores count.",
        "near holds the codes that look most like yours, allowed all of them; GET /v1/vocabularies explains each in three languages. Take the wider code if none fits exactly, and tell the rest in the text.",
        kind => ProblemResult.Of([kind.At("/people/0/kind", "“persn” is not in this list.", "persn", ["person", "group", "organisation", "institution", "unknown"], ["person"])]));

    public static readonly ProblemKind UnknownRef = new("unknown-ref", 422, "A ref names nobody and nothing in this record.",
        "Acts name their victims and perpetrators, and other parts name acts, by the ref of an entry in the same record. There is no entry with this ref.",
        "Compare it with the refs in the record; capitals count. If you took somebody out of people, take his ref out of the acts too.",
        kind => ProblemResult.Of([kind.At("/violations/0/victims/0", "No entry of people has the ref “v2”.", "v2")]));

    public static readonly ProblemKind UnknownOrganisation = new("unknown-organisation", 422, "An id names no organisation.",
        "The id in the body is well formed, but no organisation of this server has it.",
        "Ask your partner for the id that GET /v1/me shows to him: it is not his name.",
        kind => ProblemResult.Of([kind.At("/partner", "There is no organisation with this id.", SampleId)]));

    public static readonly ProblemKind UnknownIncident = new("unknown-incident", 422, "An id names no record that this may be done with.",
        "The record does not exist, is not yours, or is not in the state that this needs: only what is published for partners can be shared one by one.",
        "Check the id with your own key (GET /v1/incidents/{id}). Publish the record with visibility partners first.",
        kind => ProblemResult.Of([kind.At("/incidents/0", "No record of yours with this id is published for partners.", SampleId)]));

    public static readonly ProblemKind ForbiddenAddress = new("forbidden-address", 422, "A webhook may not go to this address.",
        "Messages go by https, to port 443 of a host on the internet. Addresses of inner networks, of the server itself and of its cloud are refused, also where a name leads to them.",
        "errors says what is wrong. Give the receiver a public name with a certificate; for a try on your own machine use the launcher, which allows http on loopback. A name that is new may need a while until it is known.",
        kind => ProblemResult.Of([kind.At("/url", "This host leads to no address on the internet.", "https://192.168.0.10/hook")]));

    public static readonly ProblemKind DuplicateRef = new("duplicate-ref", 422, "A ref stands twice in one list.",
        "Two entries have the same ref, so nobody could say which of them an act means.",
        "Give each entry a ref of its own, such as p1, p2, p3.",
        kind => ProblemResult.Of([kind.At("/people/1/ref", "“v1” is the ref of two entries of people.", "v1")]));

    public static readonly ProblemKind ImpossibleDate = new("impossible-date", 422, "A date is not in the calendar.",
        "The date is well formed, but there is no such day or month, such as 30 February.",
        "Write the date that is meant. If only the month or the year is sure, write that alone: 2020-02 or 2020. A date that was put together with day and month exchanged shows here too.",
        kind => ProblemResult.Of([kind.At("/occurred/from", "There is no 2020-02-30 in the calendar.", "2020-02-30")]));

    public static readonly ProblemKind FutureDate = new("future-date", 422, "A date is later than today anywhere on earth.",
        "What is recorded has happened, so its date cannot lie ahead.",
        "Check the year and the order of day and month, and the clock of the machine that wrote it. A hearing that is yet to come is no development yet: record it when it has been.",
        kind => ProblemResult.Of([kind.At("/occurred/from", "2062-05-03 has not come yet, anywhere on earth.", "2062-05-03")]));

    public static readonly ProblemKind PastDate = new("past-date", 422, "A date has passed already.",
        "The member says until when something shall last, and that day is over.",
        "Send today in UTC or a later day. To end something now, use the route that ends it.",
        kind => ProblemResult.Of([kind.At("/until", "This takes today in UTC or a later day.", "2020-01-01")]));

    public static readonly ProblemKind FromAfterTo = new("from-after-to", 422, "An interval ends before it begins.",
        "The first date is later than the second one.",
        "Exchange them, or mend the wrong one. Where the end is not known leave it out, or write an open interval: 2015/..",
        kind => ProblemResult.Of([kind.At("/occurred/from", "from 2020-06 is after to 2020-05.", "2020-06")]));

    public static readonly ProblemKind AsOfRequired = new("as-of-required", 422, "What is ongoing needs asOf, the last day it was confirmed.",
        "“Ongoing” is true only on the day on which somebody knew it. Without that day, a release that nobody recorded would leave a person in detention for ever.",
        "Send occurred.asOf: the last day on which you or your source could confirm it.",
        kind => ProblemResult.Of([kind.At("/occurred/asOf", "Say in asOf when it was last confirmed.")]));

    public static readonly ProblemKind TooPrecise = new("too-precise", 422, "A precision is finer than what is written.",
        "The record claims to know a day or a street, but what is written beside it is coarser.",
        "Write the finer date or place, or say the coarser precision. If in doubt leave precision out: the server reads it off what you wrote.",
        kind => ProblemResult.Of([kind.At("/occurred/precision", "The dates are written to the month, not to the day.", "day")]));

    public static readonly ProblemKind CoordinatesIncomplete = new("coordinates-incomplete", 422, "Coordinates need a latitude, a longitude and a precision.",
        "One of the three is missing. Without a precision, the middle of a city would look like a house in which somebody lives.",
        "Send all three, or none of them: country and region are enough for a record.",
        kind => ProblemResult.Of([kind.At("/location/precision", "Say in precision how far the coordinates can be trusted.")]));

    public static readonly ProblemKind Contradiction = new("contradiction", 422, "Two members contradict each other.",
        "Each of them is right by itself, but both together cannot be, such as a region of another country, or an end of what is ongoing.",
        "errors names the one and says what it does not agree with. Mend whichever is wrong; the server does not guess which.",
        kind => ProblemResult.Of([kind.At("/location/region", "KZ-AST is not a region of KG.", "KZ-AST")]));

    public static readonly ProblemKind NameInText = new("name-in-text", 422, "A text holds what looks like the name of somebody who is hidden from its readers.",
        "Before a record is shown to others, each of its texts is searched for the names of everybody who is hidden, in Latin and Cyrillic spelling and in their cases. "
            + "Something was found, so the step was not taken and nobody sees more than before. It may be a namesake: the search would rather find too much than too little.",
        "Open each pointer in errors. If it is the hidden person, write the text without the name, in its translations too. If it is somebody else, a reviewer releases the passage with a reason: "
            + "POST /v1/incidents/{id}/transitions with release. POST /v1/incidents/{id}/preview shows what others would see before you try.",
        kind => ProblemResult.Of([kind.At("/summary", "This holds what looks like the name of “v1”, who is hidden. Take it out, or let a reviewer release the passage with a reason if it means nobody who is hidden.")]));

    public static readonly ProblemKind NamesSomebody = new("names-somebody", 422, "A text names somebody whom it must not name.",
        "The reason for opening an identity is kept in the audit log for good, where the name must not stand.",
        "Say why without the name: “the complaint of 3 May”, not whose.",
        kind => ProblemResult.Of([kind.At("/reason", "The audit log keeps it: say why without the name.")]));

    public static readonly ProblemKind PersonErased = new("person-erased", 422, "This person's identity was erased; no record may bring it back.",
        "Your organisation promised to forget this name. The record that you send would write it down again.",
        "Send the label alone, without name and aliases. If a script copies records from another system, take the name out there too, or it comes again with every run.",
        kind => ProblemResult.Of([kind.At("/people/0/name", "Send the label alone.")]));

    public static readonly ProblemKind IdempotencyKeyReused = new("idempotency-key-reused", 422, "This Idempotency-Key was sent with another request.",
        "Within 24 hours the same key came with another body, or to another address. The first request stands; this one was not carried out.",
        "A key is for one request and its repeats: make a new one (a UUID) for each new record, and keep it with the record until you have the answer.",
        kind => kind.With("Use a new key for another request.", kind.AtHeader("Idempotency-Key", "It was sent with another body, or to another address.")));
}
