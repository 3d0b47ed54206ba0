using System.Text.RegularExpressions;

namespace IncidentApi.Features.People.Names;

/// <summary>
/// “Son of” and “daughter of” after a father’s name: a word of its own, or grown together with the name.
/// They are told by the letters, not by the sound: Юлию sounds like уулу.
/// </summary>
internal static partial class Kinship
{
    private const string Words = "уулу?|улу|uulu?|ulu|кызы|kyzy|kizi|kızı|qizi|gyzy|гызы|қызы|қизи|оглы|оглу|ogl[yiu]|oğlu|o'g'li|ў[гғ]ли|угли|ugli|ұлы";

    /// <summary>The word, in small letters, without it.</summary>
    public static string CutFrom(string word) => Alone().IsMatch(word) ? "" : Grown().Replace(word, "$1");

    [GeneratedRegex($"^(?:{Words})(?:[нn][уиыuiy][нn]|[нn][аеуыиaeuyi]|[нn])?(?:[дd][аa][нn]?|[гg][аaоo])?$")]
    private static partial Regex Alone();

    [GeneratedRegex("^(.{3,})(?:уулу|uulu|кызы|kyzy|qizi|оглы|оглу|ogl[yu]|oğlu)(?:[нn][уиыuiy][нn]|[нn][аеуыиaeuyi])?$")]
    private static partial Regex Grown();
}
