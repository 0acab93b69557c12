"""The words of headings and labels, as data: which kind each names, and which name none."""

from __future__ import annotations

import re

from analyzer.types import Declared

SYNONYMS: dict[Declared, tuple[str, ...]] = {
    "mission": (
        "mission", "purpose", "reason for being", "raison d'etre", "reason to exist",
        "why we exist", "why do we exist", "why we are here", "why we're here", "our why",
        "why are we here", "what is our mission", "what is our purpose", "statement of purpose",
        "what we are here to do", "what we're here to do", "what we are here for",
        "mission in one sentence", "mission and purpose", "purpose and mission", "our role",
        "what we are for", "what we're for", "the reason we exist", "reason we exist",
        "what we exist to do", "why we do what we do", "why we do it", "our cause", "our calling",
        "mandate", "remit", "charitable objects", "core focus", "what we do and why",
        "what we do and for whom",
        "why does our organisation exist", "what are we for", "what are we here to do",
    ),
    "vision": (
        "vision", "ambition", "aspiration", "north star", "future state", "desired future",
        "destination", "bhag", "big hairy audacious goal", "picture of success",
        "where we are going", "where are we going", "where we're going", "what is our vision",
        "where we are headed",
        "where we're headed", "where we are heading", "where we want to be",
        "the future we want", "the future we see", "the world we want", "what success looks like",
        "where we will be", "the world we want to see", "the change we want to see",
        "vision and ambition", "vision for the future", "future vision", "dream", "our future",
        "ultimate goal", "ultimate aim", "ultimate ambition", "the future we are building",
        "the future we're building", "what we are building towards", "what we're building towards",
        "what we are working towards", "what we're working towards", "what we are building toward",
        "what we're building toward", "what we are aiming at", "what we're aiming at",
        "the world we are building", "the world we're building", "where we'll be",
        "where we aim to be", "where we want to go", "where we want to get to",
        "what we want to become", "who we want to be", "who we want to become", "moonshot",
        "10-year target", "ten-year target", "3-year picture", "three-year picture",
        "what does success look like", "how success looks", "what good looks like",
        "where do we want to be", "where do we want to go", "what do we want to become",
        "where will we be", "where this takes us", "what future do we want",
    ),
    "values": (
        "values", "principles", "core principles", "guiding principles", "beliefs",
        "what we believe", "what we believe in", "what we stand for", "what we value",
        "how we behave", "values and principles", "values and beliefs", "principles and values",
        "values and behaviours", "values and behaviors", "value statements", "what guides us",
        "what we hold dear", "what matters to us", "what we care about", "what is important to us",
        "what drives us", "the way we do things", "how we do things", "how we do things here",
        "the way we work", "how we work together", "ways of working", "behaviours", "behaviors",
        "ethos", "our culture", "what we live by", "credo", "creed", "tenets", "non-negotiables",
        "what do we stand for", "what do we believe", "what do we believe in", "what do we value",
        "how do we behave", "what guides us", "how do we work",
        "how we treat each other", "what you can expect from us", "how we show up",
    ),
    "strategy": (
        "strategy", "strategies", "pillars", "priorities", "strategic pillars",
        "strategic priorities", "strategic themes", "strategic choices", "strategic bets",
        "strategic direction", "strategic focus", "strategic focus areas", "strategic approach",
        "focus areas", "big bets", "how we get there", "how we will get there",
        "how we'll get there", "how we win", "how we will win", "where to play", "how to win",
        "where we play", "where we will play", "strategic intent", "bets", "our approach",
        "where to play and how to win", "where we play and how we win", "areas of focus",
        "commitments", "strategic commitments", "must-wins", "how we do it", "how we will do it",
        "how we'll do it", "what we will do", "what we'll do", "what we are going to do",
        "what we will focus on", "what we'll focus on", "what we focus on",
        "improvement priorities", "themes", "big moves", "how do we get there",
        "how will we get there", "how will we win", "what will we do", "what do we focus on",
        "strategic imperatives", "strategic drivers", "strategic levers",
    ),
    "objective": (
        "o", "obj", "objective", "objectives", "goal", "goals", "aims", "okr", "okrs",
        "strategic objective", "strategic objectives", "strategic goal", "strategic goals",
        "strategic aims",
        "objectives and key results", "objectives and results", "objectives and krs",
        "goals and objectives", "objectives and goals", "aims and objectives",
        "goals and key results", "what we want to achieve", "what we will achieve",
        "strategy and objectives", "strategy and goals", "what we aim to achieve",
        "what we are aiming for", "what we are going for", "what we set out to achieve",
        "goals and results", "goals and measures", "goals and targets", "objectives and targets",
        "objectives and measures", "what we will get done", "what we'll get done",
        "what we will deliver", "what we'll deliver", "what we'll achieve", "ambitions",
        "our outcomes", "strategic outcomes", "intended outcomes", "outcomes we seek",
        "outcomes we want", "big rocks", "rocks", "must-win battles", "must win battles",
        "objectives and success criteria", "this year we will", "what do we want to achieve",
        "what will we achieve", "aims and outcomes", "goals and outcomes",
    ),
    "key_result": (
        "key result", "key results", "kr", "krs", "measures of success", "success measures",
        "success metrics", "how we measure success", "how we will measure success",
        "how we will know", "how we'll know", "how we know", "measured by", "how measured",
        "how it is measured", "how we will measure it", "how we measure it", "success criteria",
        "success indicators", "how we'll measure it", "how we'll measure success",
        "how will we know", "how do we know", "how we will know we have succeeded",
        "how we'll know we've succeeded", "how we will know it worked", "how we'll know it worked",
        "how we will know we are there", "how we'll know we're there", "what we will measure",
        "what we'll measure", "what we measure", "measures and targets", "how we track progress",
        "how we will track progress", "signs of success",
    ),
    "slogan": ("slogan", "tagline", "tag line", "strapline", "strap line", "motto", "tag-line"),
    "other": ("other",),
    "merged": (
        "mission and vision", "vision and mission", "purpose and vision", "vision and purpose",
        "mission, vision and values", "vision, mission and values", "mission, values and vision",
        "purpose, vision and values", "mission and values", "vision and values",
        "purpose and values", "values, mission and vision", "vision, values and mission",
        "mission, purpose and vision", "vision, mission, values", "mission, vision, values",
        "values and mission", "values and vision", "mission, vision", "vision, mission",
        "mission vision", "vision mission", "mission vision values", "mission/vision",
        "purpose, mission and vision", "vision, purpose and values", "merged",
    ),
}  # fmt: skip
KIND_OF: dict[str, Declared] = {
    phrase: kind for kind, phrases in SYNONYMS.items() for phrase in phrases
}
PLURAL = frozenset(
    "objectives goals aims okrs krs values principles beliefs pillars priorities strategies "
    "outcomes ambitions commitments".split()
)

# Headings of key results where what stands below them has numbers, and of something else where not:
# "What success looks like" may be a vision, and a list of KPIs may be names alone.
MEASURED: dict[str, Declared | None] = {
    **dict.fromkeys(
        (
            "measures", "measure", "metrics", "metric", "kpi", "kpis", "indicators", "indicator",
            "key performance indicator", "key performance indicators", "performance indicators",
            "key indicators", "performance measures", "targets",
            "performance goals", "performance targets", "key performance measures",
            "key metrics", "key measures", "key targets", "headline measures", "headline targets",
        )
    ),
    **dict.fromkeys(
        (
            "what success looks like", "what does success look like", "how success looks",
            "picture of success", "what good looks like",
        ),
        "vision",
    ),
}  # fmt: skip

# Words that may stand before a synonym and change nothing.
QUALIFIERS = frozenset(
    """our the my your their its this a an and of company companywide corporate organisation
    organization organisational organizational group team teams department departmental division
    unit business brand product service school college university hospital charity foundation trust
    council city club church library museum agency association society network cooperative
    co-operative programme program project practice firm enterprise startup institute centre center
    core key main top overall overarching long-term longterm short-term medium-term long short term
    annual yearly quarterly half-year monthly shared common guiding new updated revised current
    draft proposed final official formal high-level five-year ten-year three-year lasting enduring
    two three four five six seven eight nine ten 10-year 5-year 3-year 20-year twenty-year bold one
    priority strategic single national regional local personal individual working stated
    """.split()
)
# Words that may stand after one: "Mission statement", "Values we live by".
SUFFIXES = (
    "statement", "statements", "in one sentence", "we live by", "we work by", "we stand by",
    "that guide us", "we live and work by", "at a glance", "in brief", "draft",
    "we share", "overview", "for the future", "of the organisation", "of the organization",
    "of the company", "of our company", "of our organisation", "of our organization",
    "of the group", "of the team", "of the school", "of the charity", "of the foundation",
    "of the trust", "of the council", "as a team", "as a company", "as an organisation",
    "as an organization", "as a school", "as a charity", "as a group", "to residents",
    "to customers", "to our customers", "to our members", "to members", "to patients", "to you",
    "to our patients", "to our people", "to each other", "to our community",
)  # fmt: skip

# Sections of a document about itself, in which nobody looks for a statement.
NAVIGATION = re.compile(
    r"(?:table of )?contents|toc|on this page|in this document|index|licen[cs]e|copyright|colophon"
    r"|acknowledge?ments?|thanks|thank you|credits|references|bibliography|sources|footnotes"
    r"|endnotes|links"
    r"|further reading|see also|related (?:documents|links|pages)|contact(?: us| details)?"
    r"|change ?log|change history|revision history|version history|document (?:control|history)"
    r"|versions?|imprint|disclaimer|contributors|list of (?:figures|tables)",
    re.IGNORECASE,
)
# Sections that explain where an organisation stands, or how the plan is run.
CONTEXT = re.compile(
    r"(?:background|context|history|introduction|intro|foreword|preface|welcome|summary|overview"
    r"|conclusion|closing|enablers?|health metrics|guardrails?"
    r"|executive summary|tl;?dr|about|notes?|appendix|appendices|annex(?:es)?|risks?|glossary"
    r"|definitions|terms|abbreviations|governance|budget|finances?|money|costs?|funding|resources|monitoring"
    r"|reporting|review|evaluation|next steps|timeline|timetable|roadmap|milestones|faqs?"
    r"|questions|assumptions|dependencies|stakeholders|consultation|methodology|method|evidence"
    r"|swot|strengths|weaknesses|opportunities|threats|challenges?|(?:the )?problem|market"
    r"|competitors|competition|trends|team|people|staff|members|trustees|board|status|progress"
    r"|achievements|highlights|lessons(?: learned)?|retrospective|non-?goals?|out of scope|scope"
    r"|not doing|anti-?goals|parking lot|backlog|initiatives?|actions?|action plan|tasks?"
    r"|activities|projects?|workstreams?|delivery plan|implementation|how to (?:use|read)"
    r"|why this|who we are|where we (?:are|stand)(?: now| today)?|our (?:story|history|journey|team"
    r"|people|members|work|services|products|customers|community|context)|what we(?:'ve| have)"
    r"|(?:a )?(?:message|word|letter|note) from|purpose of this|situation|dashboard"
    r"|theory of change|open questions|decisions?|(?:last|previous) (?:year|quarter|plan)"
    r"|year in review|how we (?:will )?(?:deliver|run|review|report|got here))\b"
    r"|.*\b(?:dashboard|timeline|roadmap|budget|governance|history|background|risks|glossary|summary"
    r"|overview|initiatives|projects|actions|activities|tasks|plan on a page)$",
    re.IGNORECASE,
)
# Lines about the document itself, below its title.
DOCUMENT_LINE = re.compile(
    r"(?:last (?:updated|reviewed|modified|changed)|(?:updated|reviewed|approved|adopted|published"
    r"|prepared|agreed|valid|revised)\b|version|licen[cs]e|status|authors?|date|draft|document"
    r"|classification|confidential|(?:©|\(c\)|copyright)|(?:contact|e-?mail|tel|phone|web)\b).{0,120}",
    re.IGNORECASE,
)
# Headings that ask may be objectives: "How do we make the harbour safe in winter?"
QUESTION = re.compile(r"(?:how|what|where|when|who|why)\b.*\?\s*$", re.IGNORECASE)
# Parts of an organisation, below which objectives or key results are gathered.
TEAM = re.compile(
    r"\b(?:teams?|departments?|divisions?|squads?|tribes?|units?|directorates?|chapters?|guilds?"
    r"|committees?|branch|office)\W*(?:\d+\W*)?$|^(?:(?:the|our)\s+)?(?:company|marketing|sales"
    r"|engineering|product|finance|hr|human resources|people|operations|support|design|data|legal"
    r"|it|communications?|security|research|platform|customer (?:success|support|service)|board)$",
    re.IGNORECASE,
)
# Headings below objectives that state none.
ORDINARY = re.compile(
    r"(?:non-?goals?|out of scope|background|context|notes?|about|appendix|risks?|history|intro"
    r"|introduction|summary|overview|status|how|why|what|when|where|who|references?|glossary|next"
    r"|initiatives?|actions?|tasks?|activities|projects?|dependencies|assumptions|health metrics"
    r"|guardrails?|kpis?|metrics|measures|dashboard|budget|timeline|roadmap)\b",
    re.IGNORECASE,
)
