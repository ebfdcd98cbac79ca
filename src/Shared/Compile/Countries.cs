using System.Collections.Frozen;

namespace MultiRegion.Shared.Compile;

/// <summary>Which continent a country belongs to: ISO 3166-1 and the United Nations' geographic regions, as of 2026-11.</summary>
internal static class Countries
{
    private const string Africa =
        "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW";

    private const string Antarctica = "AQ BV GS HM TF";

    private const string Asia =
        "AE AF AM AZ BD BH BN BT CC CN CX CY GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR TW UZ VN YE";

    private const string Europe =
        "AD AL AT AX BA BE BG BY CH CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK";

    private const string NorthAmerica =
        "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI";

    private const string Oceania = "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TO TV UM VU WF WS";

    private const string SouthAmerica = "AR BO BR CL CO EC FK GF GY PE PY SR UY VE";

    private static readonly FrozenDictionary<string, string> Continents = new (string Code, string Countries)[]
    {
        ("AF", Africa), ("AN", Antarctica), ("AS", Asia), ("EU", Europe), ("NA", NorthAmerica), ("OC", Oceania), ("SA", SouthAmerica),
    }.SelectMany(static continent => continent.Countries.Split(' ').Select(country => (country, continent.Code)))
        .ToFrozenDictionary(static pair => pair.country, static pair => pair.Code, StringComparer.OrdinalIgnoreCase);

    public static bool IsKnown(string country) => Continents.ContainsKey(country);

    public static string? ContinentOf(string country) => Continents.GetValueOrDefault(country);
}
