namespace IncidentApi.Platform.Http;

/// <summary>What cannot be read.</summary>
internal static partial class Problems
{
    public static readonly ProblemKind MalformedRequest = new("malformed-request", 400, "The request cannot be read.",
        "The request is no HTTP that this server understands, or a part of it (its address, its length, its body's end) does not agree with another.",
        "Look at the request as it goes over the wire: curl -v shows it. Often a proxy or a hand-written client cut the body, or sent another Content-Length than it has bytes.",
        kind => kind.With());

    public static readonly ProblemKind MalformedJson = new("malformed-json", 400, "The body is not JSON in UTF-8 (RFC 8259).",
        "The body is empty, cut off, not UTF-8, or holds a comment, a comma too many or a quote too few. Nothing of it was used.",
        "The detail names the line and the byte in it. Let your language's JSON library write the body instead of putting it together from texts, and save files as UTF-8: "
            + "a form tool that writes Windows-1251 or UTF-16 breaks on the first Cyrillic letter.",
        kind => kind.With("The body is not UTF-8."));

    public static readonly ProblemKind TooDeep = new("too-deep", 400, "The body is nested deeper than 16 levels.",
        "An object or a list stands inside more than 15 others. No body that this API takes is that deep, so something was put into itself.",
        "Send the body as the contract shows it. If it comes from a tool, look for a value that was wrapped again and again, such as JSON in JSON.",
        kind => kind.With());

    public static readonly ProblemKind UnknownMember = new("unknown-member", 400, "The body has a member that this API does not know.",
        "A misspelt member would otherwise be left out without a word, and the record would be poorer than you think. So nothing was stored.",
        "errors names each member and, in allowed, those that can stand there. Names are in camelCase and capitals count. "
            + "To send back a record that you read, ask for it with fields=body: that leaves out what the server adds.",
        kind => ProblemResult.Of([kind.At("/titel", "There is no member “titel” here.", allowed: ["title", "summary", "occurred", "location"])]));

    public static readonly ProblemKind ServerMadeMember = new("server-made-member", 400, "The body sets a member that the server alone makes.",
        "The member exists, but only in answers: id, version, createdAt, links and the like are the server's.",
        "Leave it out. To send back a record that you read, ask for it with fields=body.",
        kind => ProblemResult.Of([kind.At("/version", "“version” is made by the server: leave it out.")]));

    public static readonly ProblemKind DuplicateMember = new("duplicate-member", 400, "The body has a member twice.",
        "JSON readers disagree about which of the two counts, so neither does.",
        "Send it once. Most JSON libraries cannot write a member twice: look for a body that was put together from texts.",
        kind => ProblemResult.Of([kind.At("/title", "“title” stands twice.")]));

    public static readonly ProblemKind WrongType = new("wrong-type", 400, "A member has a value of another JSON type than it takes.",
        "A number was sent as a text, a list as a single value, or null. The API guesses nothing: “2” is a text, 2 is a number.",
        "errors says what is taken and what was found. Leave a member out instead of sending null; in a PATCH alone null means “take it away”. "
            + "Generated clients often send null for what nobody set: the contract's introduction says how to stop them.",
        kind => ProblemResult.Of([kind.At("/people/0/count", "This takes a whole number, not a text.", "\"2\"")]));

    public static readonly ProblemKind UnknownParameter = new("unknown-parameter", 400, "The query has a parameter that this route does not know.",
        "A misspelt filter that was passed over would show too much, and figures from it would be wrong. So it is refused.",
        "allowed lists every parameter of the route. Capitals count.",
        kind => ProblemResult.Of([kind.AtParameter("colour", "There is no parameter “colour” here.", allowed: ["limit", "after"])]));

    public static readonly ProblemKind RepeatedParameter = new("repeated-parameter", 400, "The query has a parameter twice.",
        "Several values are written once, with commas. Written twice, nobody could say which of them counts.",
        "Write country=KG,KZ instead of country=KG&country=KZ.",
        kind => ProblemResult.Of([kind.AtParameter("country", "Write the values of “country” once, with commas.")]));

    public static readonly ProblemKind InvalidParameter = new("invalid-parameter", 400, "A query parameter cannot be read.",
        "The route knows the parameter, but not this value, or the value does not go with another parameter.",
        "errors names the parameter and says what it takes; near holds the known values that look most like yours. In a shell put the address in quotes, "
            + "and write + and & inside a value as %2B and %26.",
        kind => ProblemResult.Of([kind.AtParameter("violation", "“arest” is not in this list.", "arest", ["arrest", "detention"], ["arrest"])]));

    public static readonly ProblemKind TooManyGroups = new("too-many-groups", 400, "The question has more groups than one answer holds.",
        "The figures were asked by so many dimensions that the table would be too large to answer in one piece. It was not cut: a table without its end would be a wrong one.",
        "Take fewer or coarser dimensions (year for month, violationGroup for violation), or narrow the question by country, from and to, and ask several times.",
        kind => kind.With("More than 10,000 groups.", kind.AtParameter("groupBy", "More than 10,000 groups.")));

    public static readonly ProblemKind InvalidHeader = new("invalid-header", 400, "A request header cannot be read.",
        "A header that decides what happens (If-Match, Idempotency-Key and the like) is not in its form. To pass over it could overwrite somebody's work, so nothing was done.",
        "errors names the header. Send an ETag exactly as you got it, quotes included; in a shell: -H 'If-Match: \"3\"'.",
        kind => kind.With("Send the ETag as you got it, quotes included.", kind.AtHeader("If-Match", "Send the ETag as you got it, quotes included.")));

    public static readonly ProblemKind InvalidCursor = new("invalid-cursor", 400, "The cursor is not one that this list gave out.",
        "A cursor belongs to one list: to its route, its filters, its sort and its reader. This one was changed, cut, or comes from another list.",
        "Send nextCursor in after exactly as you got it, with everything else as in the first request, or follow the Link header. If in doubt begin again without after.",
        kind => ProblemResult.Of([kind.AtParameter("after", "This is not a cursor of this list.", "abc")]));
}
