"""BUZ003: words that only insiders can read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.registry import Hit, document, rule, said
from analyzer.rules.pinned import LOOSE
from analyzer.rules.reading import Read, listed, offsets, statements, text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_ACRONYM = re.compile(r"[A-Z][A-Z0-9]*(?:[&/-][A-Z0-9]+)?[A-Z0-9]s?")
_UPPER = re.compile(r"[A-Z]")
# Read by anybody who reads a newspaper or a payslip.
COMMON = frozenset(
    (
        "AC AD ADHD AGM AI AIDS AM API APR ASAP ATM AUD AUG BBC BC BMI BSc BA BCE CAD CBD CCTV CD"
        " CE CEO CFO CHF CIO CNY CO CO2 COO COVID COVID-19 CPR CPU CSV CT CTO CV DC DIY DJ DNA DOI"
        " DVD EBITDA EC ECG EEG ER EST ETA EU EUR EV FAQ FBI FIFA FM FTE FY GBP GCSE GDP GDPR GMT"
        " GMO GP GPS GPU HD HGV HIV HIV/AIDS HQ HR HTML HTTP HTTPS IBM ICU ID II III IV IMF INR"
        " INC IOC IP IQ ISO IT IVF JPY KG KM KPI KR LED LGBT LGBTQ LLC LNG LPG LTD MA MBA MD MIT"
        " MP MPH MRI MSc NASA NATO NBA NFL NGO NGOS NHL NHS NO2 NOX NPS OECD OK OKR OPEC PA PC PDF"
        " PE PHD PHP PIN PLC PM PO PR PTSD QA QR R&D RAM ROI RPM SAT SEO SIM SME SMS SOS SQL STEM"
        " STI SUV TB TV UFO UHF UK UN UNESCO UNHCR UNICEF URL US USA USB USD USSR VAT VHF VI VII"
        " VIII VIP VP VPN VR WHO WI-FI WIFI WTO WWF WWI WWII XML YMCA YWCA ZIP A&E B2B B2C 3D 4G"
        " 5G 2D A4 CSR ESG FAIR MRSA NICU PPE RSPB UV PV AED DSL SUVS EVS Q1 Q2 Q3 Q4 H1 H2 YEAR"
        " CET CEST UTC EDT PST PDT BST IE EG PS NB RSVP TBC TBD FC AFC RN ABC XYZ HPV MMR SARS"
        " EMT ICE SOS FTSE NYSE NASDAQ UEFA CNN NBC CBS FDA EPA CIA IRS USDA USAID NIH CDC NPR PBS"
        " LGBTQIA LGBTQ+ GED GPA PTA SPCA RSPCA BIPOC PHDS MBAS JD DVM CEOS IUCN FSC IPCC SDG SDGS"
        " DEI NGO'S HUD ALS ACT FAFSA UNRWA LEED UNEP NIV NCAA UX UI WIP PTO MVP SDK JS CSS RFP RFI"
        " RFQ TOS SLA SMB AWS CRM ERP CMS GUI SSO SKU HS GW MW KW KWH MWH GWH TWH FHA SSI SOX GIS"
        " DOJ DOE DOT DHS HHS SSA VA ADA OSS IDE EMS SUP ATV RV HVAC MOU NDA IPO VC FYI"
    )
    .upper()
    .split()
)
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM"
    " NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC NYC LA SF NSW BC AB ON QC UAE"
    " NZ NI DRC PRC USVI".split()
)
_ROMAN = re.compile(r"[IVXLCDM]+")
# Periods, which nobody outside needs either: "FY21", "FY20Q4", "by EOQ".
_PERIOD = re.compile(r"(?:FY|CY|Q|H)\d+(?:-?[QH]\d)?|EO[DWMQY]|[YMQ]TD|YOY|[QM]OM|QTRS?|MTH")
# Grades and tiers of one's own: "L3 escalation", "the G3 rigs".
_GRADE = re.compile(r"[B-GJ-NPR-Z]\d{1,2}")
_GRADED = frozenset("grade level vitamin road route highway motorway form flight gate size".split())
# Beside these an acronym is the house's own name.
_HOUSE = frozenset(
    "student staff employee community family campus alumnus alumni faculty member colleague parent"
    " team volunteer board mission vision value brand group people".split()
)
_LINKS = frozenset("of the and for in to a an on with &".split())
# What insiders put before a name of their own, and ordinary words that may follow it.
_NAMED = frozenset("project operation programme program initiative workstream codename".split())
_NOT_NAMES = frozenset(
    "management manager managers team teams board office officer lead leads plan plans director"
    " directors staff work partners support".split()
)


@rule(
    "BUZ003",
    name="insider-jargon",
    severity="note",
    requires=("kind",),
    message="A new hire cannot read {listed}: it is explained nowhere in the text",
    question="How would you say {listed} to someone on their first morning?",
    cost="New people nod and guess, and partners outside stop reading.",
    rationale=(
        "Statements are read by those who were not in the room. An acronym or the name of an "
        "internal project tells them that the text is not meant for them, and their guess at it "
        "becomes their work."
    ),
    mend="Write the words out at their first use, or say what the thing does.",
    before="Move all T3 tickets from OBD to Project Heron by June.",
    after="Answer hard cases in the new help desk, not by post, by June.",
    source="The OKR Hub on the translation gap between leaders and staff",
    flags=(
        said("objective", "Cut the QRB backlog before the audit."),
        said("key_result", "Raise the RTFM score from 40 to 60 by May."),
        said("mission", "We fund DZT pilots in rural clinics."),
        said("strategy", "Move all depots to Project Heron and close the old yards."),
        said("vision", "Every parent in Lille can reach a KZP nurse at night."),
        said("objective", "Suppliers trust our LBX process."),
        said("objective", "Cut the wait for L3 repairs on the north line."),
        said("key_result", "ZRT on the north line down from 7% to 4% by March."),
    ),
    passes=(
        said("objective", "Cut the backlog of the quality review board (QRB) before the audit."),
        said("mission", "We test for HIV and TB in the UK with the NHS and two NGOs."),
        said("key_result", "Cut CO2 from 40 kg to 20 kg per trip by Q3, says the CFO."),
        said("mission", "We teach IT to PhD students in Austin, TX."),
        said("mission", "TREE STANDS FOR GROWTH IN EVERY TOWN"),
        said("mission", "RDKS repairs wheelchairs for schools in Lusaka."),
        document(
            "# Mission\n\nThe river dredging fund keeps the port open.\n\n"
            "# Objectives\n\n- Skippers trust what the RDF tells them.\n"
        ),
        said("strategy", "Move all depots to Project Heron, our shared booking system."),
        said("key_result", "Late deliveries fall from 9% to 3% by the end of FY27."),
        said("mission", "To stand by the students and staff of KLW in hard times."),
        said("key_result", "Vitamin B12 is given to 400 patients by June."),
    ),
)
def insider_jargon(doc: Doc) -> Iterator[Hit]:
    """Flag acronyms and internal names that no words of the document explain, at first use."""
    seen: set[str] = _own_names(doc)
    for read in statements(doc):
        if _shouts(read) or read.record["declared"] == "slogan":
            continue
        found: list[Span] = []
        for span in (*_acronyms(read), *_internal_names(read)):
            if span.text not in seen and not _explained(doc, span):
                found.append(span)
                seen.add(span.text)
        if found:
            found.sort(key=lambda span: span.start)
            names = [f"“{span.text}”" for span in found]
            yield Hit(
                read.index,
                offsets(found[0]),
                related=tuple(offsets(span) for span in found[1:]),
                fields={"listed": listed(names[:3], word="or")},
                suggestion=f"write out at first use: [the words] ({found[0].text})",
            )


def _own_names(doc: Doc) -> set[str]:
    """Return the acronyms by which the organisation calls itself in any of its statements."""
    return {
        token.text
        for read in statements(doc)
        for token in read.span
        if _ACRONYM.fullmatch(token.text) and _is_own_name(token, read)
    }


def _shouts(read: Read) -> bool:
    """Return whether a text is set in capitals, where an acronym cannot be told."""
    letters = [c for c in read.span.text if c.isalpha()]
    return sum(c.isupper() for c in letters) > len(letters) * 0.4


def _acronyms(read: Read) -> Iterator[Span]:
    for token in read.span:
        text = token.text
        if _is_grade(token, read):
            yield token.doc[token.i : token.i + 1]
        if not _ACRONYM.fullmatch(text) or len(_UPPER.findall(text)) < 2 or len(text) > 7:
            continue
        bare = text.rstrip("s")
        known = {text.upper(), bare.upper(), *bare.upper().replace("/", "-").split("-")}
        if known & COMMON or bare in _STATES or _ROMAN.fullmatch(bare) or _PERIOD.fullmatch(text):
            continue
        if bare.lower() in LOOSE | _EMPHASISED or _is_shouted(token):
            continue
        if _is_order(token) or _is_whose(token):
            continue
        if not _is_own_name(token, read) and not _belongs_to_a_name(token):
            yield token.doc[token.i : token.i + 1]


_EMPHASISED = frozenset(
    "home lord jesus fun all kids you we us our no not yes and or must stop real healthy strong"
    " ready art arts music read play food here players free safe care they them their done goat"
    " note".split()
)


def _is_order(token: Token) -> bool:
    """Return whether a verb is set in capitals: "STOP the leaks"; "FLINT the" is none."""
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    opens = token.is_sent_start is True or before in ("to", "we", "and", "or", ",", ";", "not")
    return token.pos_ == "VERB" and len(token) > 3 and opens


def _is_grade(token: Token, read: Read) -> bool:
    """Return whether a letter with a number stands before what it grades."""
    work = read.record["declared"] in ("objective", "key_result", "strategy")
    if not work or not _GRADE.fullmatch(token.text) or token.i + 1 >= read.span.end:
        return False
    following = token.nbor(1)
    before = token.nbor(-1).lemma_.lower() if token.i > read.span.start else ""
    grades = following.text.islower() and following.is_alpha and len(following) > 3
    return grades and before not in _GRADED


def _is_whose(token: Token) -> bool:
    """Return whether an acronym owns what follows: the house, or the one that it belongs to."""
    return token.i + 1 < len(token.doc) and token.nbor(1).lower_ in ("'s", "’s", "#", "'", "’")


def _is_shouted(token: Token) -> bool:
    """Return whether a word stands among others in capitals: emphasis, no acronym."""
    near = [*token.doc[max(token.i - 2, 0) : token.i], *token.doc[token.i + 1 : token.i + 3]]
    return any(t.is_alpha and len(t) > 2 and t.text.isupper() for t in near)


def _is_own_name(token: Token, read: Read) -> bool:
    """Return whether the organisation names itself: as the subject, or as whose mission it is."""
    from analyzer.annotators.base import ancestors

    opens = token.i - read.span.start <= 1
    if opens and not (_is_measured(token) and read.record["declared"] in _WORK):
        return True
    beside = [t for t in (token.head, *token.doc[token.i + 1 : token.i + 2]) if t.i != token.i]
    at_home = token.i > 0 and token.nbor(-1).lower_ == "at"
    house = at_home or any(t.lemma_.lower() in _HOUSE for t in beside)
    if house and read.record["declared"] not in _WORK:
        return True
    if token.dep_.startswith("nsubj") or any(t.dep_.startswith("nsubj") for t in ancestors(token)):
        return True
    return any(
        t.lemma_.lower() in ("mission", "vision", "purpose", "goal", "aim")
        for t in ancestors(token)
    ) and token.dep_.startswith("nmod")


_WORK = ("objective", "key_result", "strategy")


def _is_measured(token: Token) -> bool:
    """Return whether an acronym that opens a text is what is counted: "NPT down to 4%"."""
    following = token.doc[token.i + 1 : token.i + 4]
    return any(
        t.lower_ in ("down", "up", "from", "below", "above", "on", "at", "falls", "rises", "fall")
        for t in following[:2]
    )


def _belongs_to_a_name(token: Token) -> bool:
    """Return whether an acronym is part of a longer name: "SAINT Industries", "AC Milan"."""
    doc = token.doc
    beside = [doc[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(doc)]
    return any(t.pos_ == "PROPN" and t.text[:1].isupper() and not t.text.isupper() for t in beside)


def _internal_names(read: Read) -> Iterator[Span]:
    """Yield "Project Heron" and its like."""
    for token in read.span[:-1]:
        if token.lower_ not in _NAMED or not token.text[:1].isupper():
            continue
        name = token.nbor(1)
        follows = token.i - read.span.start
        if follows <= 1 and token.dep_ != "obj":
            continue  # the organisation's own name
        plain = name.lower_ in _NOT_NAMES or not name.text.istitle() or not name.is_alpha
        before = token.nbor(-1) if follows else None
        longer = before is not None and before.text[:1].isupper() and follows > 1
        if not plain and not longer:
            yield token.doc[token.i : token.i + 2]


def _explained(doc: Doc, span: Span) -> bool:
    """Return whether the document says what a term means."""
    text, bare = text_of(doc), span.text.rstrip("s")
    name = re.escape(bare)
    glossed = rf"\({name}s?\b|\b{name}s?[\"”’']?\s*(?:\(|[:=–—]|, (?:our|the|a|an|its|which|or)\b)"
    if re.search(glossed, text) or re.search(rf"\b{name}\b (?:is|means|stands for)\b", text):
        return True
    return len(span) == 1 and _spelled_out(doc, re.sub(r"[^A-Z]", "", bare))


def _spelled_out(doc: Doc, letters: str) -> bool:
    """Return whether neighbouring words begin with an acronym's letters, small words aside."""
    initials = [
        word[0].upper()
        for word in re.findall(r"[A-Za-z]+", text_of(doc))
        if word.lower() not in _LINKS and word.upper() != letters
    ]
    return len(letters) > 1 and letters in "".join(initials)
