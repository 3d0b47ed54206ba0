using System.Collections.Frozen;

namespace IncidentApi.Features.People.Names;

/// <summary>Words of English, Russian and Kyrgyz that would drown the findings.</summary>
internal static class CommonWords
{
    private const int ShortestTelling = 3;

    /// <summary>Small words that are never a name, though some read like one (any, Аня; или, Илья).</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoNames = Set("""
        a about after again against all almost also although always among an and another any are around as at away back be became because been before began
        behind being between both but by came can case could day days did do does done down during each early either else even ever every few first five for
        four from get give given go had has have having he held her here herself him himself his how however if in into is it its itself just last late later
        least less like made make many me might month months more most much must my near never next no none nor not now of off old on once one only onto or
        other our out over own per place put said same saw say says see seen several shall she should since six so some still such take taken ten than that
        the their them then there these they this those though three through till time to together told too took two under until up upon us used very was we
        well went were what when where whether which while who whole whom whose why with within without would year years yet you your
        january february march april june july october november december morning evening

        а без более больше будет буду будут бы был была были было быть в вам вас ведь весь во вот впрочем все всё всего всей всем всех вы где да даже два две
        для до другая другие другой другого его ее её ей ему если есть еще ещё же за здесь и из или им ими именно иногда их к каждый как какая какой какие
        когда кого кому конечно которая которого которое которой которые который которым которых кто куда ли лишь либо меня между менее мне много может можно
        мой моя мы на над надо нас наш не него нее неё ней нельзя нет ни нибудь никогда ним них ничего но ну о об один одна одно одной одного около он она они
        оно от очень перед по под пока после потом потому почти почему при про раз разве с сама сами само свои свой своя своей своего себе себя сегодня
        сейчас сих со совсем так также такая такие такой там те тебя тем теперь то тогда того тоже только том тот три ту туда тут ты у уж уже хоть хотя чего
        чей чем через что чтоб чтобы чуть эти этим этих это этой этого этот эту эта

        абдан азыр ага аге аз ал алар алардын аларды алга алган алып андан анда анын ани аны ар ары ары бар бардык баш башка бери берген беш биз биздин
        билем бир бирок бул булар бүт ген гана да деген деп дагы дейт дүйнө жок жол жыл жылы жылдын же и ичинде кана кандай кайра качан кез кезде керек
        кийин кимдир көп көрө кош күн күнү мага мен менен менин мурда мурун на нерсе ой ошол ошондой ошондуктан өз өзү өтө сага сен силер соң тура туура ушу
        ушул үч үчүн чейин эки эле элек эми эмес эмне эң эр эсе эч ээ
        """);

    /// <summary>Names as well as small words: no name while they begin with a small letter (ким, “who”; Ким).</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> NoNamesWhenSmall = Set("""
        may will mark rose grace hope art bill sue van den der von de la le
        ким адам ана жана сам тен хан хана ан эл эли кара кыз гүл ая ай айым лист мая май рада дана слава пак лена лан
        """);

    /// <summary>Words in the names of organisations, and by-words of names that half the country bears: nobody is told by one alone.</summary>
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Generic = Set("""
        academy agency alliance association bureau center centre coalition commission committee community company corporation council court defenders department
        district foundation free freedom front fund general group house human independent initiative institute international journalists justice kyrgyz
        kyrgyzstan law league legal liberty media ministry movement national network news newspaper office organisation organization party platform police
        press prosecutor public publishing radio regional republic research rights school service social society state studio support television the times
        union university voice women world youth and for from

        агентство адвокат ассоциация альянс бюро вестник газета главное голос город государственный группа движение дело детский дом женский женщин журнал
        закон защита защиты защитники издание институт информационный инициатива канал клуб коалиция комитет комиссия компания кыргызский кыргызстан кыргызской
        лига медиа международный министерство мир молодежный национальный независимый новости область областной общественный общественное общество
        объединение организация партия платформа права правовой прав правозащитный прокуратура район районный радио развитие развития республика
        республики республиканский свобода свободы сеть служба союз студия суд телеканал труд управление университет фонд фронт центр человека школа

        айыл айылы борбор борбору ассоциациясы коому коомдук кыргыз кыргызстандын облусу облус өкүл партиясы району укук укугу укуктары фонду шаары эл жаштар аялдар

        bek beg bay bai khan han hajji haji ata apa ake eje baike mirza sheikh shah agha sir dr mr mrs ms prof
        бек бай хан хаджи ажы ата апа аке эже байке мырза шах ага г-н г-жа господин госпожа
        """);

    public static bool IsNoName(ReadOnlySpan<char> word)
    {
        Span<char> small = stackalloc char[Math.Min(word.Length, 32)];
        if (word.ToLowerInvariant(small) < 0) return false;
        return NoNames.Contains(small) || (char.IsLower(word[0]) && NoNamesWhenSmall.Contains(small));
    }

    /// <summary>Whether this one word, read in a name, tells who is meant.</summary>
    public static bool IsTelling(ReadOnlySpan<char> word)
    {
        Span<char> small = stackalloc char[Math.Min(word.Length, 32)];
        return word.Length >= ShortestTelling && (word.ToLowerInvariant(small) < 0 || !(Generic.Contains(small) || NoNames.Contains(small)));
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
