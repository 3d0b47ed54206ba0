using IncidentApi.Features.Incidents.Body;

namespace IncidentApi.Features.Incidents.Facts;

/// <summary>How many: at least, at most as far as a number is known, and how many groups beside have none. Such a group is neither one nor nobody.</summary>
internal readonly record struct Number(int Min, int Max, int Unknown)
{
    public static readonly Number Zero = new(0, 0, 0);
    public static readonly Number One = new(1, 1, 0);
    public static readonly Number NotKnown = new(0, 0, 1);

    /// <param name="counted">What has a number, a range, or only words.</param>
    /// <param name="note">The words.</param>
    /// <param name="otherwise">What it is without any of them.</param>
    public static Number Of(ICounted counted, string? note, Number otherwise) => counted switch
    {
        { Count: { } exact } => new(exact, exact, 0),
        { CountMin: { } least, CountMax: { } most } => new(least, most, 0),
        { CountMin: { } least } => new(least, least, 1),
        { CountMax: { } most } => new(0, most, 0),
        _ => note is null ? otherwise : NotKnown,
    };
}
