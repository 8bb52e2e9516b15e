"""What comes of the twenty: remarks, interviews, decisions, an objection, an invitation taken back, a file erased."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from assess.models import Application
from assess.queries.sittings import own_application
from assess.rated_work import Given, Kind
from assess.services import applications, decisions, erasure, exercises, objecting, rated, remarks
from demo.applicants import (
    COMMENTS,
    CORRECTS,
    DIFFER,
    HIRED,
    NOT_HIRED,
    OBJECTS,
    RATED,
    STOPPED,
    TAKEN_BACK,
    TALKS,
    TO_CALL,
    TO_RATE,
)
from kernel import audit
from kernel.database import unit_of_work
from people.models import Person
from people.trail import Why

if TYPE_CHECKING:
    from demo.candidates import Selection

TOPICS = ("LUI", "EMP", "ZOR", "INT")
FIRST, SECOND = "Lakshmi Ramdin", "Joris Wouters"
QUOTES = {
    FIRST: {
        "LUI": "Ik vroeg wat er echt aan de hand was, en zei dat terug in mijn eigen woorden.",
        "EMP": "Ik hoorde dat ze schrok. Dat heb ik eerst gezegd, pas daarna ging ik zoeken.",
        "ZOR": "Elke belofte schreef ik meteen op, met een tijd erbij.",
        "INT": "Ik zei nee, en belde daarna zelf mijn leidinggevende.",
    },
    SECOND: {
        "LUI": "Liet de beller uitpraten, vatte samen en vroeg of dat klopte.",
        "EMP": "“Dat begrijp ik”, en ging daarna meteen door naar de oplossing.",
        "ZOR": "Had een lijstje. Eén afspraak schoof door naar de volgende dag.",
        "INT": "Gaf geen gegevens, legde uit waarom, en zocht wat wel kon.",
    },
}
REASONS = {
    HIRED: "Je liet in het gesprek zien dat je rustig blijft en afspraken nakomt. Je werkte bij een huisartsenpost.",
    NOT_HIRED: "Een andere kandidaat kan alle avonden werken die we zoeken. Het gesprek met jou was goed.",
    OBJECTS: "We zoeken iemand met ervaring aan de telefoon. Jij werkte tot nu toe alleen aan een balie.",
}
OBJECTION = "Er staat dat ik alleen aan een balie werkte. Ik werkte ook twee jaar aan de telefoon."
DECISIONS = (
    (HIRED, "hired", "Bram de Wit", 10),
    (NOT_HIRED, "not_hired", "Bram de Wit", 9),
    (OBJECTS, "not_hired", "Marieke Postma", 9),
)


def script(selection: "Selection", today: datetime) -> None:
    """Put all of it in its place in time."""

    def ago(days: int, hours: int = 2) -> datetime:
        return today - timedelta(days=days) + timedelta(hours=hours)

    at, by = selection.at, selection.by_candidate
    at(ago(2), by, CORRECTS, remarks.make_remark, "correction", "Mijn naam is verkeerd geschreven.")
    at(ago(2, 4), by, TALKS, remarks.make_remark, "talk", "Ik begrijp de grafiek niet goed.")
    at(ago(9, 8), by, COMMENTS, remarks.make_remark, "comment", "Ik vulde dit in na een nachtdienst.")
    for name, outcome, who, days in DECISIONS:
        at(ago(days, 3), _look, selection, name, who)
        at(ago(days, 4), _decide, selection, name, outcome, who)
    at(ago(5), by, OBJECTS, objecting.make_objection, OBJECTION)
    at(ago(10), _take_back, selection)
    at(ago(8), by, STOPPED, _stop)
    _rated_work(selection, today)


def _rated_work(selection: "Selection", today: datetime) -> None:
    """Two who agree, two who differ by two, one who has yet to hand in, and a call that is to be played."""
    alike = dict.fromkeys(TOPICS, 4)
    plans: dict[str, tuple[int, Kind, dict[str, dict[str, int]]]] = {
        RATED: (9, Kind.INTERVIEW, {FIRST: alike, SECOND: {**alike, "ZOR": 3}}),
        DIFFER: (6, Kind.INTERVIEW, {FIRST: alike, SECOND: {**alike, "EMP": 2}}),
        TO_RATE: (1, Kind.INTERVIEW, {SECOND: alike}),
        TO_CALL: (-2, Kind.CALL, {}),
    }
    for name, (days, kind, ratings) in plans.items():
        held = today - timedelta(days=days) + timedelta(hours=3)
        selection.at(min(held, today - timedelta(days=1)) - timedelta(days=2), _plan, selection, name, kind, held)
        for place, (rater, scores) in enumerate(ratings.items(), start=1):
            selection.at(held + timedelta(hours=place), _rate, selection, name, rater, scores)
    selection.at(today - timedelta(days=7), _let_go_too, selection)


def _let_go_too(selection: "Selection") -> None:
    """What was rated after the report was released, is released by itself."""
    selection.by_candidate(RATED, rated.release_rated, selection.exercises[RATED])


def _plan(selection: "Selection", name: str, kind: Kind, at: datetime) -> None:
    with unit_of_work() as session:
        raters = [selection.house.people[rater] for rater in (FIRST, SECOND)]
        hr, about = selection.house.hr(session), selection.about(session, name)
        selection.exercises[name] = exercises.plan(session, hr, about, kind, raters=raters, at=at, topics=TOPICS).id


def _rate(selection: "Selection", name: str, rater: str, scores: Mapping[str, int]) -> None:
    rated.load()
    with unit_of_work() as session:
        given = Given(scores, {code: QUOTES[rater][code] for code in scores})
        rated.hand_in_rating(session, selection.house.person(session, rater), selection.exercises[name], given)


def _look(selection: "Selection", name: str, who: str) -> None:
    """Read the report before deciding; the candidate sees that."""
    with unit_of_work() as session:
        about = selection.about(session, name)
        reader, what = selection.house.person(session, who), f"application:{about.id}"
        audit.record(
            session, "report.looked", actor=reader.id, subject=about.person_id, object=what, reason=Why.SELECTION
        )


def _decide(selection: "Selection", name: str, outcome: str, who: str) -> None:
    with unit_of_work() as session:
        actor = selection.house.person(session, who)
        decisions.decide(session, actor, selection.about(session, name), outcome, REASONS[name])


def _take_back(selection: "Selection") -> None:
    with unit_of_work() as session:
        applications.withdraw(session, selection.house.hr(session), selection.about(session, TAKEN_BACK))


def _stop(session: Session, person: Person, number: int) -> None:
    application: Application = own_application(session, person, number)
    erasure.erase_application(session, application, person.id)
