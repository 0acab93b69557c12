"""The patterns of quantities: which words, numbers and dates make one.

All repeats are bounded, so that the time to match is linear in the length of the text.
"""

from __future__ import annotations

import re

_SMALL = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    "|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_MAGNITUDE = "hundred|thousand|million|billion|trillion|dozen|lakh|crore"
_BELOW_HUNDRED = rf"(?:(?:{_TENS})(?:[- ](?:one|{_SMALL}))?|{_SMALL})"
_WORDS = (
    rf"(?:(?:(?:an?|one|half a)[ ](?:{_MAGNITUDE})|{_BELOW_HUNDRED}(?:[ -](?:{_MAGNITUDE}))?)"
    rf"(?:[ -](?:{_MAGNITUDE}))?(?:[ ]and[ ]{_BELOW_HUNDRED})?)"
)
# "1,200.50", "1'200", "1.200,50" and "1 200"; a space parts thousands only where no other number
# could begin, so "2031 400" stays two.
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,3}(?:['’]\d{3}){1,4}"
    r"|\d{1,3}(?:\.\d{3}){1,4},\d{1,2}|\d{1,3}(?:[ \u202f]000){1,3}(?!\d)"
    r"|\d{1,12}(?:\.\d{1,6})?)"
    rf"(?:[ ]?(?:bn|mn|mm|mio\.?|mrd\.?|[kmb]|{_MAGNITUDE})(?!\w))?"
)
_NUMBER = rf"(?:{_DIGITS}|{_WORDS})"
_ANY = rf"(?:{_DIGITS}|{_WORDS}|one)"
# Symbols of units. The tagger has seen few of them, and takes "ms" for anything but a noun. One
# letter glued to its number may as well be a decade or a million ("in their 20s", "5m").
SYMBOLS = (
    "ms s min h km m cm mm kg g mg t KB kB MB GB TB PB kWh MWh GWh W kW MW GW l ml ha dB bps "
    "Mbps Gbps Hz kHz MHz GHz px dpi ppm °C"
).split()
_GLUE = rf"(?-i:{'|'.join(s for s in SYMBOLS if len(s) > 1)})(?!\w)"

_UNIT = (
    "(?:(?:fiscal|calendar|school|academic|business|working|financial)[ ])?"
    "(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|quarters?|years?|yrs?|decades?"
    "|semesters?|terms?|seasons?|sprints?|centur(?:y|ies)|generations?|fortnights?)"
)
_LONG_UNIT = (
    "(?:(?:fiscal|calendar|school|academic|financial)[ ])?"
    "(?:weeks?|months?|quarters?|years?|decades?|semesters?|terms?|seasons?|sprints?|generations?"
    "|lifetime|century)"
)
_MONTH = (
    "(?-i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b(?:\.(?=[ ]\d))?"
)
YEAR = r"(?:19|20)\d{2}"
_DAY = r"(?:[0-3]?\d(?:st|nd|rd|th)?)"
_SEASON = "(?:spring|summer|autumn|fall|winter|Christmas|Easter|harvest)"
# Days and terms of the year that need a capital, of several calendars.
_FEAST = (
    "(?-i:(?:Michaelmas|Hilary|Trinity|Lent|Epiphany)(?:[ ][Tt]erm)?|Whitsun|Pentecost|Lent|Advent"
    "|Ramadan|Eid(?:[ ]al-(?:Fitr|Adha))?|Diwali|Holi|Passover|Hanukkah|Yom[ ]Kippur|Nowruz"
    "|(?:Lunar|Chinese)[ ]New[ ]Year|Golden[ ]Week|Thanksgiving|Labor[ ]Day|Midsummer"
    "|Martinmas|Candlemas|Halloween|New[ ]Year(?:['’]s(?:[ ](?:Eve|Day))?)?)"
)
_DATE = (
    rf"(?:{YEAR}-[01]\d-[0-3]\d|[0-3]?\d[./][0-3]?\d[./]{YEAR}"
    rf"|{_DAY}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{YEAR})?"
    rf"|{_MONTH}[ ]{_DAY}(?!\w)(?:,?[ ]{YEAR})?|{_MONTH},?[ ](?:of[ ])?{YEAR}"
    rf"|(?:mid|late|early)[- ](?:{YEAR}|{_MONTH})"
    rf"|(?-i:FY)[ ]?['’]?(?:{YEAR}|\d{{2}})(?:[-/–](?:{YEAR}|\d{{2}}|(?-i:Q[1-4])))?"
    r"(?:[ -](?-i:[QH][1-4]))?"
    rf"|(?-i:[QH][1-4])(?:[ ,/-]{{0,2}}(?:(?:FY|CY)[ ]?)?['’]?(?:{YEAR}|\d{{2}}))?(?![-/\w])"
    rf"|(?:fiscal|financial|calendar)[ ]year[ ]{YEAR}"
    rf"|(?:first|second|third|fourth|last)[ ](?:quarter"
    rf"|half)(?:[ ]of[ ](?:FY[ ]?)?(?:{YEAR}|\d\d))"
    rf"|(?:first|second|third|fourth|last)[ ]quarter"
    rf"|{_SEASON}[ ](?:of[ ])?{YEAR}|{_FEAST}(?:[ ]{YEAR})?(?!\w)"
    r"|[0-3]?\d\.[01]?\d\.[2-5]\d(?![\w.]*\d)"
    r"|(?:calendar[ ]week|week|(?-i:CW|KW|wk))[ ][1-5]?\d(?!\w)"
    rf"|(?<=in )(?-i:Ma(?:y|rch)\b)|(?!(?-i:Ma(?:y|r|rch))\b){_MONTH}(?![ ][A-Z])"
    rf"|{YEAR}[-–/](?:{YEAR}|\d{{2}})(?!\w)|{YEAR}s?(?![\w,.]*\d)(?!\w))"
)
_LEVEL = (
    rf"(?:[$€£¥]|US\$)?[ ]?{_ANY}(?:{_GLUE}|(?-i:[hp])(?!\w))?"
    + r"(?:[ ]?%|[ ]per[ ]?cent(?:age points?)?)?"
)

# Names and references whose number counts nothing.
_NAME = (
    r"(?-i:(?:Form|Title|Section|Article|Goal|SDG|Web|Agenda|Phase|Step|Level|Tier|Type|Version"
    r"|Release|Chapter|Part|Room|Suite|Act|ISO|Top|No\.|Nr\.|Number|Highway|Route|Psalm|Windows"
    r"|Python|KR|Objective|Pillar|Priority|Stage|Class|Page|Table|Figure|Building|Unit|Box"
    r"|Horizon|Industry|Apollo|Project|Issue|Epic|Milestone|Deliverable|Exhibit|Schedule|Rule"
    r"|Standard|District|Ward|Studio|Channel|Radio|Result|OKR|SOC|Model|Volume|Grade|Scope"
    r"|Band|Zone|Wave|Round|Cohort|Batch|Gate|Key[ ]Stage|WCAG|DSS|OAuth|Covid|PS|Line)[ ]"
    r"(?:[#]?\d{1,6}(?:\.\d{1,4}){0,3}|one|two|three)(?![\w%]))"
    r"|top[- ](?:\d{1,4}|one|two|three|five|ten|twenty|hundred)(?![\w%])"
    r"|(?:tier|type|phase|level|step|grade|class|version|number|no\.)[ -](?:\d{1,4}|one|two|three)"
    r"(?:\.\d{1,3})?(?![\w%])"
    rf"|year[ -](?:\d{{1,2}}|one|{_SMALL})(?![\w%/–-])"
    r"|24[ ]?[/x][ ]?7(?:[/x]365)?|9/11|50/50|20/20"
    r"|\d{3}\([a-z]\)(?:\(\d{1,2}\))?"
    r"|\(\d{2,4}\)[ .-]?\d{3}[ .-]\d{4}"
    r"|(?:\+\d{1,3}[ .-]?)?(?:\(\d{2,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{3,4}){1,2}[.-]\d{2,4}(?!\w)"
    r"|\d{1,4}(?:\.\d{1,4}){2,4}(?!\w)|\d{1,2}:\d{2}(?:[ ]?[ap]\.?m\.?)?"
    r"|\d{1,2}[ ]?[ap]\.?m\.?(?!\w)"
    rf"|\d{{1,4}}(?:st|nd|rd|th)(?!\w)|\d{{1,6}}(?!{_GLUE})[a-z]{{2,}}\w{{0,20}}"
)
_PERCENT = (
    rf"(?:\d[\d.]{{0,6}}[ ]?[-–][ ]?)?{_ANY}[ -]?(?:%"
    rf"|per[ ]?cent(?:age[ ]points?)?(?!\w)|percentage[ ]points?|(?-i:pp|bps)(?!\w)"
    r"|basis[ ]points)"
    rf"|(?:(?:one|two|three|four|a)[- ](?:third|fourth|fifth|tenth)s?|three[- ]quarters?"
    r"|(?:(?:a|one)[- ])?quarter(?=[ ]of[ ](?:all|our|its|their|every)\b)"
    r"|(?:a|one)[- ]quarter(?=[ ]of)|halv(?:e|es|ed|ing)"
    r"|(?<!\bthis )(?<!\bnext )(?<!first )(?<!second )(?<!last )half"
    r"(?![- ](?:day|time|price|way|hour|life|year))"
    r")(?!\w)"
)
_CURRENCY = r"(?:US|HK|NZ|[ACRS])?\$|[€£¥₦₹]"
_CODE = "USD|EUR|GBP|CHF|AUD|CAD|KES|INR|SEK|NOK|DKK|JPY|CNY|ZAR|NGN|UGX|PLN|BRL|MXN|SGD|NZD|HKD"
_MONEY = (
    rf"(?:{_CURRENCY}|(?-i:{_CODE}|Rs\.?|Sh|kr))[ ]?{_DIGITS}"
    rf"|{_NUMBER}[ ]?(?:dollars|euros?|pounds(?: sterling)?|cents|francs|rupees"
    rf"|shillings|naira|pesos"
    rf"|(?-i:{_CODE}))(?!\w)|[€£$](?=\d)|\d[\d.,]{{0,15}}[ ]?(?:(?:mio|mrd|m|bn|k)\.?[ ]?)?€"
)
_RATE = (
    rf"per[ ](?:capita|{_NUMBER}(?:[ ][a-z-]+)?)"
    rf"|{_ANY}[ ](?:(?:out[ ]of|in|of)(?:[ ](?:every|our|the|all|its|their))?|to)[ ]"
    rf"(?:{_NUMBER}|(?<=every )(?:hundred|thousand|million))"
    rf"(?![ ]?(?:%|per[ ]?cent|{_UNIT}(?!\w)|{_MONTH}))(?!\w)"
    r"|\d(?:\.\d{1,2})?[ ]?/[ ]?(?:5|10)(?!\w)|\d{1,3}:\d{1,3}(?!\d)"
    r"|\d{1,4}(?:\.\d{1,2})?[x×](?!\w)|\d{1,4}-?fold|(?:two|three|four|five|ten)[- ]?fold"
    rf"|(?:{_NUMBER})[ ]times(?!\w)|twice|(?:doubl|tripl|quadrupl)(?:e|es|ed|ing)"
    rf"(?![- ](?:down|check|click|sided|blind|bottom))(?!\w)"
    rf"|per[ ](?!{_UNIT}(?!\w)|se(?!\w)|cent|annum|our|your|the|diem)[a-z][a-z-]{{1,30}}"
)
_PERIOD = (
    rf"(?:once[ ]|twice[ ])?(?:each|every|per)(?:[ ](?:{_NUMBER}|other|single))?[ ]{_UNIT}(?!\w)"
    rf"|(?:once[ ]|twice[ ])?an?[ ](?:day|week|month|quarter|year|night)(?![\w-])"
    rf"|(?!one day\b){_ANY}(?:[ ]to[ ]{_ANY})?[- ](?:or[ ]more[ ]|full[ ]"
    rf"|consecutive[ ])?{_UNIT}(?![\w-])"
    r"|\d{1,4}(?:\.\d{1,2})?[ ]?(?-i:h)(?!\w)"
    r"|(?:quarter|month|week|year)[- ](?:over|on|to)[- ](?:quarter|month|week|year|date)"
    r"|(?-i:YoY|QoQ|MoM|WoW|YTD)|per[ ]annum|annually|yearly|quarterly|monthly|weekly|nightly"
    r"|daily(?![ ](?:life|lives|living))"
)
_COUNT = (
    rf"{_DIGITS}{_GLUE}|{_NUMBER}(?![\w/]|-(?!\w{{3}})|[ ]?%)(?:\+(?!\w))?"
    r"|(?:at least|at most|exactly|only|no more than)[ ]one(?!\w)"
    r"|one(?=[ ](?:new|more|additional)[ ])"
)

LEAVES = re.compile(
    r"(?<![\w#&])(?<!\w[.,/])(?<![A-Za-z]-)(?<!\d-)(?:"
    + "|".join(
        f"(?P<{name}>{pattern})"
        for name, pattern in (
            ("DATE", _DATE),
            ("NAME", _NAME),
            ("PERCENT", _PERCENT),
            ("MONEY", _MONEY),
            ("RATE", _RATE),
            ("PERIOD", _PERIOD),
            ("COUNT", _COUNT),
        )
    )
    + ")",
    re.IGNORECASE,
)
# A pattern of many words takes milliseconds to compile, so each is compiled when a text first holds
# what it needs.
RANGES: tuple[tuple[str, str], ...] = (
    (
        "from ",
        rf"from[ ](?:[a-z]+[ ]){{0,2}}(?P<low>{_LEVEL})(?:[ ][\w()-]{{1,20}}){{0,5}}?[ ]"
        r"(?:up[ ])?to[ ](?:(?:at least|over|above|under|below|about|around|[<>≥≤])[ ]?)?"
        rf"(?P<high>{_LEVEL})",
    ),
    ("between ", rf"between[ ](?P<low>{_LEVEL})[ ]and[ ](?P<high>{_LEVEL})"),
    (
        "→>⇒",
        rf"(?<![\w.,-])(?P<low>{_LEVEL})(?:[ ][a-z]{{1,15}})?[ ]?(?:→|-{{1,2}}>|=>|⇒)[ ]?"
        rf"(?P<high>{_LEVEL})",
    ),
    (
        "%",
        r"(?<![\w.,-])(?P<low>[$€£]?\d{1,6}(?:\.\d{1,4})?%?)[ ]?[-–][ ]?"
        r"(?P<high>[$€£]?\d{1,6}(?:\.\d{1,4})?[ ]?%)",
    ),
)
BETWEEN, SHARES = 1, 3
_SPAN = "(?:(?:fiscal|calendar|school|academic)[ ])?"
_END_OF = (
    r"(?:(?:the[ ])?(?:very[ ])?(?:end|close|start|beginning|middle)[ ]of[ ]"
    r"(?:(?:the|this|next|our|each)[ ])?)"
)
_YEAR_END = (
    r"(?:year['’]?s?|month|quarter)[- ]end|mid[- ]?year|(?-i:EO(?:[QYM]|FY))"
    rf"|end[ ]of[ ](?:Q[1-4]|{_LONG_UNIT})"
)
# By the words that can open them; of those of a word the first that matches counts.
_DEADLINES: tuple[tuple[str, str], ...] = (
    (
        "by before until till no not prior on through ahead as due",
        r"(?:by|before|until|till|no later than|not later than|prior to|on or before|through"
        r"|ahead of|as of|due(?: by| on| in)?)[ ](?:(?:the|this|next|our|about|around)[ ])?"
        rf"(?:{_END_OF})?(?:{_DATE}|{_MONTH}|(?:{_SEASON}|{_LONG_UNIT})(?:[- ](?:end|\d{{4}}))?"
        rf"|{_YEAR_END})(?!\w)",
    ),
    (
        "by at before",
        rf"(?:by|at|before)[ ]{_END_OF}"
        rf"(?:{_DATE}|{_MONTH}|(?:[a-z]{{3,12}}[ ])?{_LONG_UNIT})(?!\w)",
    ),
    (
        "the end",
        r"(?:the[ ])?end[ ]of[ ](?:the[ ]|this[ ])?"
        rf"(?:{_DATE}|{_SPAN}(?:quarter|year|month|decade|century))(?!\w)",
    ),
    ("eoq eoy eom eofy", r"(?-i:EO(?:[QYM]|FY))\b"),
    (
        "within",
        r"within[ ](?:(?:the|one|an?)[ ])?(?:(?:next|first|coming|following)[ ])?"
        rf"(?:{_ANY}[ -])?(?:to[ ]{_ANY}[ ])?{_LONG_UNIT}(?!\w)"
        r"|within[ ](?:the[ ]next[ ])?(?:[3-9]\d|\d{3})[ ]days(?![ ]of)",
    ),
    (
        "in over during for across within",
        r"(?:in|over|during|for|across|within)[ ](?:the|our)[ ](?:next|coming|following|current"
        rf"|first)[ ](?:{_ANY}[ -])?(?:to[ ]{_ANY}[ ])?{_LONG_UNIT}(?!\w)",
    ),
    (
        "in over during",
        rf"(?:in|over|during)[ ]{_ANY}[ ](?:months|quarters|years|decades|weeks)(?!\w)(?![ ]of)",
    ),
    ("the over", rf"(?:the[ ]next|over[ ]the[ ]coming)[ ](?:{_ANY}[ -])?{_LONG_UNIT}(?!\w)"),
    (
        "this next the",
        rf"(?:this|next|the[ ]current|the[ ]coming)[ ]{_SPAN}"
        r"(?:quarter|year|month|week|decade|semester|term|sprint|season|half|spring|summer|autumn"
        r"|fall|winter)(?![\w-])",
    ),
    (
        "a one two three five ten",
        r"(?:a|one|two|three|five|ten)[ ](?:year|month|quarter|decade)s?[ ]from[ ](?:now|today)",
    ),
)
DEADLINES_OF: dict[str, list[str]] = {}
for _openers, _pattern in _DEADLINES:
    for _opener in _openers.split():
        DEADLINES_OF.setdefault(_opener, []).append(_pattern)

_OPENERS = """
an a one half halve halves halved halving at exactly only once twice each every per us fy q
h annually yearly quarterly monthly weekly nightly daily quarter month week year yoy qoq mom
wow ytd fiscal financial calendar first second third fourth last mid late early spring
summer autumn fall winter christmas easter harvest top tier type phase level step grade
class version number no nr form title section article goal sdg web agenda release chapter
part room suite act iso highway route psalm windows python kr objective pillar priority
stage page table figure building unit box horizon industry apollo project issue epic
milestone deliverable exhibit schedule rule standard district ward studio channel radio
result okr $ € £ ¥ ₦ ₹ + ( usd eur gbp chf aud cad kes inr double doubles doubled doubling
triple triples tripled tripling quadruple quadruples quadrupled quadrupling twofold
threefold fourfold fivefold tenfold dozen hundred jan january feb february mar march apr
april may jun june jul july aug august sep sept september oct october nov november dec
december soc model volume scope band zone wave round cohort batch gate key wcag dss oauth covid ps
line week cw kw wk rs sh kr sek nok dkk jpy cny zar ngn ugx pln brl mxn sgd nzd hkd michaelmas
hilary trinity lent epiphany whitsun pentecost advent ramadan eid diwali holi passover hanukkah yom
nowruz lunar chinese golden thanksgiving labor midsummer martinmas candlemas halloween new hk nz a c
r s
"""
OPENS = frozenset([*_OPENERS.split(), *_SMALL.split("|"), *_TENS.split("|")])
