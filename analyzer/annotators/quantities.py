"""Numbers, shares, sums, rates, ranges, dates, deadlines and periods as spans of the Doc.

Two passes over the text. The first finds single quantities, each character at most once, and names
such as "COVID-19" or "Form 990" that only look like one. The second finds what encloses them: a
range with its two ends, a deadline with its date. All repeats in the patterns are bounded, so the
time is linear in the length of the text.

| label | examples |
|---|---|
| PERCENT | 75%, five per cent, two thirds, half |
| MONEY | $3.5m, 200 euros |
| RATE | per 1,000 births, 4 out of 5, one in six, 3x, double |
| DATE | 30 June 2027, Q3, FY27, H2 2026, 2031 |
| PERIOD | each year, a week, 90 days, quarterly |
| COUNT | five new clinics, 1,200 |
| RANGE | from 62% to 75%, 3.1 → 4.0; its ends are spans of their own |
| DEADLINE | by 2031, within two years, this quarter; its date is a span of its own |
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from analyzer.annotators.base import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LABELS = ("PERCENT", "MONEY", "RATE", "DATE", "PERIOD", "COUNT", "RANGE", "DEADLINE")


class Quantity(NamedTuple):
    """One quantity in a text; offsets are characters, end-exclusive."""

    start: int
    end: int
    label: str


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
_SYMBOLS = (
    "ms s min h km m cm mm kg g mg t KB kB MB GB TB PB kWh MWh GWh W kW MW GW l ml ha dB bps "
    "Mbps Gbps Hz kHz MHz GHz px dpi ppm °C"
).split()
_GLUE = rf"(?-i:{'|'.join(s for s in _SYMBOLS if len(s) > 1)})(?!\w)"

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
_YEAR = r"(?:19|20)\d{2}"
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
    rf"(?:{_YEAR}-[01]\d-[0-3]\d|[0-3]?\d[./][0-3]?\d[./]{_YEAR}"
    rf"|{_DAY}[ ](?:of[ ])?{_MONTH}(?:,?[ ]{_YEAR})?"
    rf"|{_MONTH}[ ]{_DAY}(?!\w)(?:,?[ ]{_YEAR})?|{_MONTH},?[ ](?:of[ ])?{_YEAR}"
    rf"|(?:mid|late|early)[- ](?:{_YEAR}|{_MONTH})"
    rf"|(?-i:FY)[ ]?['’]?(?:{_YEAR}|\d{{2}})(?:[-/–](?:{_YEAR}|\d{{2}}|(?-i:Q[1-4])))?"
    r"(?:[ -](?-i:[QH][1-4]))?"
    rf"|(?-i:[QH][1-4])(?:[ ,/-]{{0,2}}(?:(?:FY|CY)[ ]?)?['’]?(?:{_YEAR}|\d{{2}}))?(?![-/\w])"
    rf"|(?:fiscal|financial|calendar)[ ]year[ ]{_YEAR}"
    rf"|(?:first|second|third|fourth|last)[ ](?:quarter"
    rf"|half)(?:[ ]of[ ](?:FY[ ]?)?(?:{_YEAR}|\d\d))"
    rf"|(?:first|second|third|fourth|last)[ ]quarter"
    rf"|{_SEASON}[ ](?:of[ ])?{_YEAR}|{_FEAST}(?:[ ]{_YEAR})?(?!\w)"
    r"|[0-3]?\d\.[01]?\d\.[2-5]\d(?![\w.]*\d)"
    r"|(?:calendar[ ]week|week|(?-i:CW|KW|wk))[ ][1-5]?\d(?!\w)"
    rf"|(?<=in )(?-i:Ma(?:y|rch)\b)|(?!(?-i:Ma(?:y|r|rch))\b){_MONTH}(?![ ][A-Z])"
    rf"|{_YEAR}[-–/](?:{_YEAR}|\d{{2}})(?!\w)|{_YEAR}s?(?![\w,.]*\d)(?!\w))"
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

_LEAVES = re.compile(
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
_RANGE = re.compile(
    rf"from[ ](?:[a-z]+[ ]){{0,2}}(?P<low>{_LEVEL})(?:[ ][\w()-]{{1,20}}){{0,5}}?[ ](?:up[ ])?to[ ]"
    rf"(?:(?:at least|over|above|under|below|about|around|[<>≥≤])[ ]?)?(?P<high>{_LEVEL})"
    rf"|between[ ](?P<low2>{_LEVEL})[ ]and[ ](?P<high2>{_LEVEL})"
    rf"|(?<![\w.,-])(?P<low3>{_LEVEL})(?:[ ][a-z]{{1,15}})?[ ]?(?:→|-{{1,2}}>|=>|⇒)[ ]?"
    rf"(?P<high3>{_LEVEL})"
    r"|(?<![\w.,-])(?P<low4>[$€£]?\d{1,6}(?:\.\d{1,4})?%?)[ ]?[-–][ ]?"
    r"(?P<high4>[$€£]?\d{1,6}(?:\.\d{1,4})?[ ]?%)",
    re.IGNORECASE,
)
_SPAN = "(?:(?:fiscal|calendar|school|academic)[ ])?"
_END_OF = (
    r"(?:(?:the[ ])?(?:very[ ])?(?:end|close|start|beginning|middle)[ ]of[ ]"
    r"(?:(?:the|this|next|our|each)[ ])?)"
)
_YEAR_END = (
    r"(?:year['’]?s?|month|quarter)[- ]end|mid[- ]?year|(?-i:EO(?:[QYM]|FY))"
    rf"|end[ ]of[ ](?:Q[1-4]|{_LONG_UNIT})"
)
_DEADLINE = re.compile(
    r"(?:(?:by|before|until|till|no later than|not later than|prior to|on or before"
    r"|through|ahead of"
    r"|as of|due(?: by| on| in)?)[ ](?:(?:the|this|next|our|about|around)[ ])?"
    rf"(?:{_END_OF})?(?:{_DATE}|{_MONTH}|(?:{_SEASON}|{_LONG_UNIT})(?:[- ](?:end|\d{{4}}))?"
    rf"|{_YEAR_END})(?!\w)"
    rf"|(?:by|at|before)[ ]{_END_OF}(?:{_DATE}|{_MONTH}|(?:[a-z]{{3,12}}[ ])?{_LONG_UNIT})(?!\w)"
    rf"|(?:the[ ])?end[ ]of[ ](?:the[ ]|this[ ])?"
    rf"(?:{_DATE}|{_SPAN}(?:quarter|year|month|decade|century))(?!\w)"
    r"|(?-i:EO(?:[QYM]|FY))\b"
    rf"|within[ ](?:(?:the|one|an?)[ ])?(?:(?:next|first|coming|following)[ ])?(?:{_ANY}[ -])?"
    rf"(?:to[ ]{_ANY}[ ])?{_LONG_UNIT}(?!\w)"
    rf"|within[ ](?:the[ ]next[ ])?(?:[3-9]\d|\d{{3}})[ ]days(?![ ]of)"
    rf"|(?:in|over|during|for|across|within)[ ](?:the|our)[ ](?:next|coming|following"
    rf"|current|first)"
    rf"[ ](?:{_ANY}[ -])?(?:to[ ]{_ANY}[ ])?{_LONG_UNIT}(?!\w)"
    rf"|(?:in|over|during)[ ]{_ANY}[ ](?:months|quarters|years|decades|weeks)(?!\w)(?![ ]of)"
    rf"|(?:the[ ]next|over[ ]the[ ]coming)[ ](?:{_ANY}[ -])?{_LONG_UNIT}(?!\w)"
    rf"|(?:this|next|the[ ]current|the[ ]coming)[ ]{_SPAN}"
    r"(?:quarter|year|month|week|decade|semester|term|sprint|season|half|spring|summer|autumn|fall"
    r"|winter)(?![\w-])"
    r"|(?:a|one|two|three|five|ten)[ ](?:year|month|quarter|decade)s?[ ]from[ ](?:now|today))",
    re.IGNORECASE,
)

# The patterns are tried only at words that can open them, which makes ordinary prose cheap.
_WORD = re.compile(r"[^\W_]+|[$€£¥₦₹+(]")
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
_OPENS = frozenset([*_OPENERS.split(), *_SMALL.split("|"), *_TENS.split("|")])
_DEADLINE_OPENERS = """
by before until till no not prior on through ahead as due at the end eoq eoy eom eofy within in
over during for across this next a one two three five ten
"""
_DEADLINE_OPENS = frozenset(_DEADLINE_OPENERS.split())
_YEAR_ONLY = re.compile(rf"{_YEAR}\Z")
_YEAR_SPAN = re.compile(rf"\D*{_YEAR}\D+{_YEAR}\Z")
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|by|since|until|till|from|of|year|before|after|to|through|during|for"
    r"|and|fiscal|mid|late"
    r"|early|vision|strategy|plan|than|vs|over|between|spring|summer|autumn|fall"
    r"|winter)|[(–-])[ ]?\Z",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"[ ](?:[a-z-]+[ ]){0,2}[a-z-]+s(?!\w)")


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text, ordered by start; a range or deadline precedes its parts.

    A four-digit year is a DATE unless a counted noun follows and nothing before it asks for a date
    ("2000 households").
    """
    found: list[Quantity] = []
    leaf_end = range_end = deadline_end = 0
    for word in _WORD.finditer(text):
        start, first = word.start(), word.group().lower()
        opens = first in _OPENS or first[0] in "0123456789" or first[-1] in "0123456789"
        if start >= deadline_end and first in _DEADLINE_OPENS:
            match = _DEADLINE.match(text, start)
            if match:
                deadline_end = match.end()
                found.append(Quantity(start, deadline_end, "DEADLINE"))
        if start >= range_end and (opens or first in ("from", "between")):
            match = _RANGE.match(text, start)
            if match and not _YEAR_SPAN.match(match.group()):
                range_end = match.end()
                found.append(Quantity(start, range_end, "RANGE"))
        if opens and start >= leaf_end:
            match = _LEAVES.match(text, start)
            if match:
                leaf_end = match.end()
                found.extend(_leaf(text, match))
    return sorted(found, key=lambda q: (q.start, -q.end))


def _leaf(text: str, match: re.Match[str]) -> Iterator[Quantity]:
    label, (start, end) = match.lastgroup, match.span()
    if label == "RATE" and " to " in match.group():
        # "3 to 5" is two numbers, not a rate.
        middle = text.index(" to ", start, end)
        yield Quantity(start, middle, "COUNT")
        yield Quantity(middle + 4, end, "COUNT")
    elif label == "DATE" and _YEAR_ONLY.match(match.group()) and _is_count(text, start, end):
        yield Quantity(start, end, "COUNT")
    elif label is not None and label != "NAME":
        yield Quantity(start, end, label)


def _is_count(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 12) : start]
    return _COUNTED.match(text, end) is not None and _BEFORE_YEAR.search(before) is None


def range_ends(text: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Return the offsets of the first range's baseline and target, or None where there is none.

    "Between 40 and 50" and "15-20%" are intervals, which name no baseline.
    """
    for match in _RANGE.finditer(text):
        interval = match["low2"] or (match["low4"] or "%")[-1] != "%"
        if interval or _YEAR_SPAN.match(match.group()):
            continue
        for suffix in ("", "3", "4"):
            if match[f"low{suffix}"] is not None:
                return _trim(text, match.span(f"low{suffix}")), _trim(
                    text, match.span(f"high{suffix}")
                )
    return None


def _trim(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    return start, end


def annotate_quantities(doc: Doc) -> Doc:
    """Fill `doc.spans["quantities"]`; with tags, a COUNT reaches to the noun it counts."""
    prepare(doc)
    spans = []
    for quantity in find_quantities(doc.text):
        span = doc.char_span(
            quantity.start, quantity.end, label=quantity.label, alignment_mode="expand"
        )
        if span is not None:
            spans.append(_with_noun(doc, span) if quantity.label == "COUNT" else span)
    doc.spans["quantities"] = spans
    return doc


def _with_noun(doc: Doc, span: Span) -> Span:
    """Extend a count to the end of the noun phrase that it opens."""
    end, last = span.end, min(len(doc), span.end + 6)
    noun = span.end
    if end < last and doc[end].text in _SYMBOLS:
        return Span(doc, span.start, end + 1, label=span.label)
    while end < last and doc[end].pos_ in ("ADJ", "NOUN", "PROPN", "PUNCT", "VERB"):
        token = doc[end]
        if token.text != "-" and not token.text[0].isalnum():
            break
        if token.pos_ == "VERB" and (noun > span.end or not token.text.endswith(("ed", "ing"))):
            break
        end += 1
        if token.pos_ in ("NOUN", "PROPN"):
            noun = end
    return Span(doc, span.start, noun, label=span.label)


@Language.factory("plumbline_quantities", assigns=["doc.spans"])
def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Make the component that writes the span group "quantities"."""
    del nlp, name
    return annotate_quantities
