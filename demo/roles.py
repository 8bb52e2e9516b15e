"""Positions on their way from HR's first click to an approved profile: of 34 with five named, of 90 with a figure.

A third waits for an expert. With THREE=1 there is a fourth, of three top performers and nobody else.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assess.figure_list import FigureLine
from assess.models import Incumbent, InstrumentRevision, JobProfile
from assess.queries.advisers import Group
from assess.queries.instruments import instrument_of, published_revision
from assess.queries.needs import Needs
from assess.queries.staff import works_on
from assess.services import (
    advisers,
    approvals,
    criteria,
    derivations,
    figures,
    incumbents,
    instruments,
    nominations,
    positions,
    relevance,
    taking_part,
)
from assess.services.approvals import REVIEW_AFTER, Said
from assess.services.criteria import CriterionKind
from demo.cast import ASSESSING, BACKSTAGE, CAST
from demo.house import House
from demo.post import deliver
from demo.scores import Simulated, mark_of, seen_by, somebody
from demo.taking import take_part
from hr.services import teams
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import Person, Team
from people.queries import today

INSTRUMENT = "contactcentrum"
PSYCHOLOGIST = "Yusuf Aydin"
COUNCIL = "De ondernemingsraad kreeg het pakket op papier, besprak het in de vergadering van deze maand en stemde in."


@dataclass(frozen=True)
class Plan:
    """What HR does for one position: begun in one week, opened two weeks later, approved in the week after.

    `relevance`: what each expert thinks of the competencies, 0–4, in the order of the library. With `seed` the model
    gives scores that keep the status: leaving anybody out changes few bands, and the nominators agree on five.
    """

    title: str
    functions: tuple[str, ...]
    people: int
    week: int
    seed: int
    kind: CriterionKind
    relevance: dict[str, str]
    nominators: tuple[str, ...] = ()


CONTACT = Plan(
    "Medewerker klantcontact",
    ("medewerker klantcontact",),
    people=34,
    week=136,
    seed=14,
    kind=CriterionKind.NAMED,
    relevance={"Gloria Pengel": "443234432222", "Pieter Hoogland": "434143432312"},
    nominators=("Bram de Wit", "Pieter Hoogland"),
)
CARE = Plan(
    "Verzorgende en helpende",
    ("verzorgende", "helpende"),
    people=90,
    week=144,
    seed=1,
    kind=CriterionKind.FIGURE,
    relevance={"Fatma Yildiz": "443233332322", "Joris Wouters": "343232423312"},
)
DESK = Plan(
    "Receptionist",
    ("receptionist",),
    people=3,
    week=150,
    seed=3,
    kind=CriterionKind.NONE,
    relevance={"Gloria Pengel": "334333433221", "Joris Wouters": "433324332212"},
)
PLANNER, PLANNER_WEEK, PLANNERS = "Planner", 154, 4
NAMED_BY_EACH = 7
OFF_THE_KEY = (-1, 0, 0, 0, 1)


def week(house: House, number: int, monday: datetime, *, has_three: bool) -> None:
    """What is done in this week for any position."""
    if number == ASSESSING:
        _appoint(house)
    for plan in (CONTACT, CARE, *((DESK,) if has_three else ())):
        if number == plan.week:
            _begin(house, plan)
            _take_part(house, plan, monday)
        elif number == plan.week + 2:
            _open_scores(house, plan)
        elif number == plan.week + 3:
            _approve(house, plan)
    if number == PLANNER_WEEK:
        _wait_for_an_expert(house)


def _appoint(house: House) -> None:
    with unit_of_work() as session:
        for member in (*CAST, *BACKSTAGE):
            if member.week:
                house.grant(session, member)
        admin, pieter = house.person(session, "Sanne Visser"), house.person(session, "Pieter Hoogland")
        teams.set_managers(session, admin, session.get_one(Team, house.teams["Klantcontact Zuid"]), [pieter])


def _begin(house: House, plan: Plan) -> None:
    """The position, its people, and whose judgement is asked; the mails go out."""
    with unit_of_work() as session:
        hr = house.hr(session)
        house.profiles[plan.title] = number = _start(session, hr, plan.title)
        incumbents.add_people(session, hr, number, _who(session, plan.functions, plan.people))
        incumbents.invite(session, hr, number)
        _ask(session, house, number, Group.EXPERTS, plan.relevance)
        if plan.nominators:
            _ask(session, house, number, Group.NOMINATORS, plan.nominators)
    deliver()


def _start(session: Session, hr: Person, title: str) -> int:
    position = positions.add_position(session, hr, title)
    return positions.start_profile(session, hr, position.id, INSTRUMENT).id


def _who(session: Session, functions: Sequence[str], most: int) -> list[int]:
    """Who does this work now, those who came first."""
    found = select(Person.id).where(Person.function.in_(functions), works_on(today(session)))
    return list(session.scalars(found.order_by(Person.started_on, Person.id).limit(most)))


def _ask(session: Session, house: House, number: int, group: Group, names: Sequence[str] | dict[str, str]) -> None:
    for name in names:
        advisers.add(session, house.hr(session), number, group, house.people[name])
    advisers.ask(session, house.hr(session), number, group)


def _take_part(house: House, plan: Plan, monday: datetime) -> None:
    """The experts, then everybody who does the work, then who names the best; nobody sees anybody else's."""
    rng, times = random.Random(plan.seed), random.Random(plan.week)
    number = house.profiles[plan.title]
    profile = read_session().get_one(JobProfile, number)
    mine = select(Incumbent.id, Incumbent.person_id).where(Incumbent.profile_id == number).order_by(Incumbent.id)
    people = [(row.id, row.person_id) for row in read_session().execute(mine)]
    instrument = instrument_of(profile.revision)
    _judge(house, plan, monday + timedelta(hours=26))
    everybody = [somebody(instrument.codes, rng) for _ in people]
    for (incumbent, person_id), who in zip(people, everybody, strict=True):
        at = monday + timedelta(days=times.randrange(1, 5), minutes=times.randrange(60, 420))
        take_part(incumbent, person_id, who, at, rng)
    theirs = dict(zip((incumbent for incumbent, _ in people), everybody, strict=True))
    with clock.moved_to(monday + timedelta(days=4, hours=8)):
        if plan.kind is CriterionKind.NAMED:
            _name_the_best(house, plan, theirs, rng)
        elif plan.kind is CriterionKind.FIGURE:
            _read_figures(house, number, theirs)


def _judge(house: House, plan: Plan, at: datetime) -> None:
    """Relevance by each expert; the first time two who rate here judge the situations, and one approves it all."""
    with clock.moved_to(at), unit_of_work() as session:
        revision = published_revision(session, INSTRUMENT)
        codes = instrument_of(revision).codes
        for name, judgement in plan.relevance.items():
            ratings = {code: int(digit) for code, digit in zip(codes, judgement, strict=True)}
            relevance.hand_in_relevance(session, house.person(session, name), house.profiles[plan.title], ratings)
        if plan is CONTACT:
            _key(session, house, revision)
            instruments.approve(session, revision.id, actor=house.person(session, PSYCHOLOGIST), role="psycholoog")


def _key(session: Session, house: House, revision: InstrumentRevision) -> None:
    rng = random.Random(revision.id)
    for name in (PSYCHOLOGIST, "Joris Wouters"):
        ratings = {
            situation: {option: min(5, max(1, rating + rng.choice(OFF_THE_KEY))) for option, rating in options.items()}
            for situation, options in instrument_of(revision).key.items()
        }
        instruments.hand_in_keying(session, house.person(session, name), revision.id, ratings)


def _name_the_best(house: House, plan: Plan, everybody: dict[int, Simulated], rng: random.Random) -> None:
    number = house.profiles[plan.title]
    for name in plan.nominators:
        seen = {incumbent: seen_by(who, rng) for incumbent, who in everybody.items()}
        best = sorted(seen, key=lambda incumbent: -seen[incumbent])[:NAMED_BY_EACH]
        with unit_of_work() as session:
            nominations.hand_in_nomination(session, house.person(session, name), number, best)


def _read_figures(house: House, number: int, everybody: dict[int, Simulated]) -> None:
    """The mean mark that clients gave, out of the questionnaire of last spring."""
    lines = [FigureLine(line, each, mark_of(who)) for line, (each, who) in enumerate(everybody.items(), start=2)]
    with unit_of_work() as session:
        hr = house.hr(session)
        figures.read_in(session, hr, number, figures.wrap(hr, number, lines))


def _open_scores(house: House, plan: Plan) -> None:
    """The criterion is frozen, then the scores open."""
    number = house.profiles[plan.title]
    with unit_of_work() as session:
        criteria.freeze(session, house.hr(session), number, plan.kind)
    with unit_of_work() as session:
        derivations.derive_profile(session, house.hr(session), number)


def _approve(house: House, plan: Plan) -> None:
    """When the works council has met, somebody puts their name under what came out."""
    number = house.profiles[plan.title]
    with unit_of_work() as session:
        said = Said("HR-adviseur", COUNCIL, today(session) + REVIEW_AFTER)
        approvals.approve(session, house.hr(session), number, said)


def _wait_for_an_expert(house: House) -> None:
    """A position of which nothing is known yet: nobody has answered, one asks the psychologist for another form, and
    one expert is still to be asked."""
    with unit_of_work() as session:
        hr = house.hr(session)
        number = _start(session, hr, PLANNER)
        incumbents.add_people(session, hr, number, _who(session, ("planner",), PLANNERS))
        incumbents.invite(session, hr, number)
        _ask(session, house, number, Group.EXPERTS, ("Gloria Pengel", "Bram de Wit"))
        advisers.add(session, hr, number, Group.EXPERTS, house.people["Pieter Hoogland"])
        asks = session.scalars(
            select(Incumbent).where(Incumbent.profile_id == number).order_by(Incumbent.id.desc())
        ).first()
        assert asks is not None
        taking_part.tell_needs(session, asks.person, asks.id, Needs(other_form=True, other="Graag op papier."))
    deliver()
