"""What kinds of verbs and nouns objectives and key results are made of, by lemma.

Written from general knowledge of how goals are worded, for goals of any sector. A lemma may belong
to several classes.
"""

from __future__ import annotations

# Verbs by what is true once they are done.
VERBS = {
    # A quantity has moved.
    "change": """
        increase raise grow boost lift reduce decrease lower cut halve double triple quadruple
        shrink shorten lessen drop fall rise climb decline slow multiply trim slash jump gain lose
        widen narrow extend maximise maximize minimise minimize exceed surpass eliminate eradicate
        recover
        """,
    # Something is better, with no end that can be seen.
    "better": """
        improve enhance strengthen optimise optimize streamline better refine accelerate expand
        scale simplify modernise modernize deepen broaden advance evolve transform elevate sharpen
        polish stabilise stabilize harden mature tune speed advance upgrade revitalize revitalise
        """,
    # A level or a prize is reached.
    "reach": """
        reach achieve attain hit meet gain win earn get obtain score beat secure receive generate
        bring sell raise deliver close land top collect source save
        """,
    "keep": "keep maintain sustain hold retain stay remain preserve uphold",
    # Somebody is able to do something, or something holds.
    "state": "make be become ensure enable allow help have empower let exist feel work function",
    # Others do something of their own will.
    "use": """
        use adopt subscribe participate engage share visit contribute enrol enroll join install
        download buy purchase renew recommend return rate agree say respond register trust choose
        attend vote log activate refer stay feature mention invite accept volunteer donate cite
        self-serve interact convert upgrade open prefer answer complete live eat sleep graduate
        """,
    # A thing is there that was not.
    "produce": """
        write create build develop publish launch ship release deliver implement add set document
        design deploy produce record draft post roll establish set introduce provide install
        integrate automate configure code film print send file submit upload construct rebuild
        rewrite redesign prototype compose translate instrument host expose package assemble open
        plant paint repair renovate equip erect found form
        """,
    # A piece of work has come to its end.
    "finish": """
        complete finish finalise finalize close resolve fix remove migrate merge convert switch
        replace sign approve hand handoff transition move update retire archive clean rename fill
        pass certify issue test validate verify audit perform execute process roll clear ratify
        """,
    "staff": "hire recruit onboard train certify coach interview staff appoint mentor promote",
    "gathering": "run host organise organize conduct hold attend present speak sponsor hold visit",
    # Thinking, whose result may be anything.
    "think": """
        identify define determine research investigate explore evaluate assess review analyse
        analyze decide prioritise prioritize plan propose prepare scope specify understand map
        consider study examine find figure think clarify describe formulate outline discuss
        brainstorm choose select compare estimate learn correlate benchmark classify categorise
        categorize
        """,
    # Work that goes on.
    "ongoing": """
        align coordinate collaborate support drive manage lead continue work start begin iterate
        monitor track promote partner engage foster encourage address handle focus contribute help
        facilitate assist leverage pursue tackle build work liaise cooperate nurture cultivate
        standardise standardize structure adjust adapt follow measure report own run champion
        """,
}  # fmt: skip

# Nouns by what they stand for.
NOUNS = {
    "metric": """
        rate score ratio percentage percent share number amount volume level index average median
        mean total count frequency proportion quota target sum growth increase decrease reduction
        drop decline rise gain improvement latency uptime downtime throughput speed accuracy
        precision recall coverage turnover attrition churn retention conversion adoption usage
        traffic revenue income profit margin cost spend saving sale arr mrr iacv acv tcv gmv nps
        csat ces satisfaction happiness sentiment awareness engagement productivity efficiency
        utilization utilisation capacity occupancy attendance enrolment enrollment participation
        completion attainment fulfilment fulfillment response wait delay duration time age weight
        size mortality incidence prevalence emission consumption waste yield output mau dau wau
        smau spu mql sql sal sao lead opportunity pipeline signup sign-up registration install
        download view visit visitor impression click follower subscriber subscription star rating
        renewal upsell expansion booking order defect error failure incident outage bug backlog
        injury accident death case complaint ticket win loss payback roi return cac ltv
        availability reliability performance quality safety security stability memory cpu load
        poverty unemployment literacy crime recidivism absenteeism variance deviation percentile
        sla slo donation grant gift
        """,
    "deliverable": """
        page doc documentation document plan post blog article report process procedure survey
        template dashboard guide handbook policy strategy roadmap program programme framework tool
        system app application feature api website site video script prototype mvp mvc poc demo
        pilot release version integration migration deck presentation paper spec specification
        proposal campaign material checklist playbook package course certification module library
        driver test infrastructure server bot plugin extension channel repository repo model
        analysis review audit study research design architecture interface ui pipeline workflow
        function service platform engine portal database dataset schema benchmark suite newsletter
        announcement email landing list map calendar schedule agenda budget forecast contract
        agreement charter standard guideline definition description criterion persona message
        messaging story logo brand curriculum manual tutorial example case wiki faq form field
        label tag script parser implementation deployment support configuration environment
        cluster gateway connector automation instrumentation alert monitoring metric kpi okr
        baseline recommendation structure inventory catalogue catalog registry glossary taxonomy
        matrix scorecard rubric toolkit kit building clinic school centre center bridge road well
        garden shelter wing store branch mechanism solution component change improvement update
        patch fix mode option setting requirement milestone issue epic task ticket item action
        step deliverable project initiative
        """,
    "gathering": """
        event workshop meetup session webinar conference training interview call meeting summit
        forum talk visit tour briefing retreat hackathon class lesson course exercise drill round
        presentation fair festival concert exhibition dinner seminar roundtable camp intro demo
        """,
    "staff": """
        role position hire intern engineer developer manager director designer writer analyst
        recruiter teammate employee staff member team-member head lead vp cto ceo cfo executive
        representative sdr csm tam rep maintainer nurse teacher volunteer coach candidate
        headcount vacancy opening recruit apprentice specialist coordinator officer administrator
        leader team
        """,
    "audience": """
        customer user client company account organisation organization patient student household
        family child people person citizen resident community partner member subscriber buyer
        visitor donor contributor developer prospect enterprise school farmer teacher hospital
        business country state city reader learner tenant participant attendee applicant guest
        veteran borrower beneficiary supplier vendor investor publisher project reviewer deal logo
        reference agency woman man youth adult guest shopper passenger fan follower
        """,
    "publicity": """
        media press coverage article mention quote reference backlink link award ranking
        recommendation endorsement testimonial podcast hackernews analyst newspaper magazine
        """,
    "issue": "issue problem gap blocker bug deficiency debt vulnerability risk bottleneck friction",
    "abstract": """
        culture collaboration communication visibility transparency alignment understanding
        consistency trust experience clarity cohesion leadership relationship knowledge capability
        excellence innovation ability confidence readiness maturity health wellbeing resilience
        accountability ownership belonging inclusion diversity equity environment effectiveness
        """,
}  # fmt: skip

# Words by which a quantity of things reached is all of them.
UNIVERSAL = frozenset("all every each full entire whole both any 100 complete".split())
VERB_CLASSES: dict[str, tuple[str, ...]] = {}
NOUN_CLASSES: dict[str, tuple[str, ...]] = {}
for _table, _found in ((VERBS, VERB_CLASSES), (NOUNS, NOUN_CLASSES)):
    for _name, _lemmas in _table.items():
        for _lemma in dict.fromkeys(_lemmas.split()):
            _found[_lemma] = (*_found.get(_lemma, ()), _name)
