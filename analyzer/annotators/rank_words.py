"""The words by which claims of rank are told, as data."""

from __future__ import annotations

STRONG = frozenset(
    "leading premier premiere foremost preeminent top best finest greatest largest biggest"
    " strongest fastest favourite favorite most preferred trusted".split()
)
RANK_NOUNS = frozenset("leader pioneer frontrunner trailblazer powerhouse pacesetter".split())
PERSONAL = frozenset(
    "team project group youth faith student church school class course union labour labor future"
    " young emerging next servant christian aspiring women woman female black ethical civic".split()
)
# Nouns on which a word of rank claims no standing of the organisation.
NO_RANK = frozenset(
    "cause reason factor edge practice practise interest time way effort foot friend wish driver"
    " indicator priority asset strength value thing part day example gift hope joy challenge threat"
    " risk problem moment story opportunity outcome level result ability degree extent use evidence"
    " bid question chance life version need possible knowledge intention concern period killer man"
    " lady actor role hour floor shelf soil tip hat stone star step account item answer guess"
    " advice price deal age condition talent people person staff employee self mean means"
    " model beacon research education care professional".split()
)
NO_SUPERLATIVE = frozenset(
    "most least common vulnerable needy disadvantaged marginalized recent latest basic pressing"
    " poorest neediest oldest youngest".split()
)
# Whoever is "a trusted friend" of somebody claims a bond, and nobody else's place.
BONDS = frozenset("partner friend advisor adviser champion companion neighbour neighbor".split())
# Verbs whose object is the one who is to be something: "inspire students to be leaders".
CONTROL = frozenset(
    "inspire help enable empower encourage prepare allow teach train lead equip support assist"
    " motivate educate guide mentor challenge develop nurture raise coach push want".split()
)
BE = frozenset("be become remain stay being becoming".split())
SEEN_AS = frozenset(
    "consider name vote rate rank choose call crown deem declare judge recognize recognise".split()
)
MAKE = frozenset("make build create develop establish form grow turn transform launch run".split())
HOLD = frozenset(
    "achieve hold reach maintain secure win gain strengthen attain keep take assert claim retain"
    " defend cement consolidate extend expand".split()
)
STANDING = frozenset("leadership lead position spot place rank status dominance".split())
LEADS = frozenset(("leadership", "dominance", "lead"))
CUES = STRONG | {"first"}  # "most" is one of the strong ones
CUE_LEMMAS = RANK_NOUNS | LEADS | {"lead", "dominate"}
INTO = frozenset("turn grow transform develop evolve build make shape".split())
LEAD_OBJECTS = frozenset(
    "market industry field sector world nation country league pack region category continent"
    " competition".split()
)
AIMS = frozenset(
    "vision mission goal aim purpose ambition aspiration objective dream intention intent strategy"
    " plan desire hope promise".split()
)
ORGANISATIONS = frozenset(
    "company organisation organization firm bank hospital school university college institute"
    " institution foundation society association agency department ministry museum library church"
    " centre center cooperative co-op charity club team group business brand platform product"
    " programme program service network trust fund city town county council airline airport port"
    " hotel restaurant shop store farm brewery theatre theater orchestra clinic practice laboratory"
    " lab press newspaper magazine academy union federation alliance consortium corporation"
    " enterprise startup start-up district authority board office division faculty".split()
)
# Terms of the lexicon that praise without ranking.
NO_TERMS = frozenset(("the one-stop", "indispensable", "a model for", "a beacon"))
LEAD_OUT = frozenset(("ADP", "SCONJ", "PART", "PUNCT"))
LEAD_IN = frozenset("to be become being becoming as in at of".split())
SELVES = frozenset(("we", "it", "us", "which", "that", "ourselves", "itself", "i"))
