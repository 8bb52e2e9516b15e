"""What `make look` knows beforehand: where no link leads, what somebody fills in, and what it cannot reach."""

from dataclasses import dataclass, field

ROW = "tbody input[type=checkbox]"

OUT_OF_REACH = {
    "static": "files of ours, no pages",
    "certificates.paper_progress": "only while a paper is being made",
    "assess.comparison": "only when a second version of a profile is derived",
    "assess.second_round": "only when two raters named the best and disagree",
}
STRANGERS_KNOW = (
    "/sign-in", "/signed-out", "/recovery", "/recovery/asked", "/code", "/help", "/privacy", "/accessibility",
    "/check", "/mailbox", "/_components", "/healthz", "/checkpoint", "/log-key", "/.well-known/did.json", "/status/1",
    "/achievements/avg", "/achievements/assessment-contactcentrum", "/logo", "/set-up", "/erased",
)  # fmt: skip
TYPED = {"marieke": ("/assignments/check?course=avg&audience=everyone",)}  # forms that send by address lead here
# Candidates of the demo: invited, begun, handed in, with a report, rated, hired, objecting.
COME_BY_LINK = (
    "Esmée van Vliet", "Samira Ouali", "Chen Liu", "Tariq Boumans", "Jurre Postmus", "Sofie Claessens", "Ilse Rietveld",
)  # fmt: skip
BESIDE = ("certificates.record", "/record", "/correction")  # linked once a name has changed
MOST = {
    "hr.person": 40,
    **dict.fromkeys(("assess.candidate", "assess.managed_candidate"), 20),
    **dict.fromkeys(("assess.decision", "assess.managed_decision"), 20),
    **dict.fromkeys(("assess.position", "assess.profile", "assess.criterion", "assess.profile_people"), 4),
    "assess.profile_exercises": 4,
    **dict.fromkeys(("assess.experts", "assess.nominators", "assess.exercise", "assess.planned_exercise"), 4),
}  # what a page links to differs from person to person
BROKEN_LIST = "naam;e-mail\nAnna de Vries;geen adres\n;wie@waterlinde.example\n"


@dataclass(frozen=True)
class Press:
    """What somebody fills in on a page (none: where they are), and the button they press; the picture is of what comes.

    `until` is there when the work that it starts is done.
    """

    endpoint: str
    button: str = ""
    query: str = ""
    check: str = ""
    fill: dict[str, str] = field(default_factory=dict)
    file: str = ""
    until: str = "h1"


PRESSED = {
    "marieke": (
        Press("certificates.revocation", check="input[name=reason]", fill={"textarea": "Twee keer uitgegeven"}),
        Press("hr.imports", file="faults"),
        Press("hr.imports", file="example"),
        Press("hr.register", "Herinner", check=ROW),
        Press("hr.register", "Download", check="#all"),
        Press("hr.register", "Download", query="?state=certified", check=ROW),
        Press("", "Maak", until="a[href$='.zip']"),
        Press("hr.register", "Wijs", query="?course=snelstart&state=not_asked", check="#all"),
        Press(""),
        Press("certificates.check_search", file="paper"),
        Press("certificates.check", fill={"input[type=text]": "ABCD-EFGH"}),
    ),
    "esmée": (
        Press("assess.notice", "Gelezen"),
        Press("assess.needs", "Verder"),
        Press("assess.preview", "Gelezen"),
        Press("assess.practice", "Probeer"),
        Press("assess.practice", "Sla het oefenen over"),
    ),
    "samira": (
        Press("assess.application", "Ga verder"),
        Press("assess.item", "overzicht"),
        Press("assess.sitting_check", "Lever", check="input[name=is_sure]"),
    ),
    "jeroen": (Press("courses.question", "overzicht"),),
    "fatma": (Press("courses.statement", fill={"input[type=text]": "Fatma Yildiz"}),),
    "saskia": (Press("hr.trail_export", until="a[href$='/file']"),),
    "henk": (Press("courses.evidence", fill={"textarea": "steekproef van november"}),),
}
