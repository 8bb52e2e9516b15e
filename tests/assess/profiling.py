"""A profile on its way, through the services, as HR, experts and raters do it. Needs an application context."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, current_app, has_app_context
from sqlalchemy import select

from assess.figure_list import FigureLine
from assess.instrument_library import shipped
from assess.models import Incumbent, JobProfile
from assess.queries.advisers import Group
from assess.queries.positions import profile_of
from assess.services import advisers, criteria, figures, incumbents, nominations, positions, relevance, taking_part
from assess.services.criteria import CriterionKind
from kernel import jobs
from kernel.database import close_read_session, read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making

Value = TypeVar("Value")
CODES = shipped().instruments[0].codes


@dataclass
class Setting:
    """One profile of HR's, with `people` who do the work; every method is one unit of work in a context of its own."""

    app: Flask
    hr: Person
    profile_id: int
    people: list[Person]

    @contextmanager
    def act(self) -> Iterator[None]:
        """In a context of its own; who looks afterwards, looks anew."""
        if has_app_context():
            close_read_session()
        with self.app.app_context():
            yield

    def do(self, use_case: Callable[..., Value], *given: Any, **more: Any) -> Value:
        """A use case of HR's."""
        with self.act(), unit_of_work() as session:
            return use_case(session, session.get_one(Person, self.hr.id), self.profile_id, *given, **more)

    def by(self, person: Person, use_case: Callable[..., Value], *given: Any) -> Value:
        """A use case of somebody else's."""
        with self.act(), unit_of_work() as session:
            return use_case(session, session.get_one(Person, person.id), self.profile_id, *given)

    @property
    def profile(self) -> JobProfile:
        """With what tells its stage."""
        with self.app.app_context():
            found = profile_of(read_session(), self.profile_id)
            _ = found.criterion, found.derivation, found.approval, found.position
            return found

    def numbers(self, *people: Person) -> list[int]:
        """Their numbers as incumbents."""
        mine = select(Incumbent.id).join(Person, Person.id == Incumbent.person_id)
        mine = mine.where(Incumbent.profile_id == self.profile_id)
        wanted = [person.id for person in people or self.people]
        with self.app.app_context():
            return list(read_session().scalars(mine.where(Incumbent.person_id.in_(wanted)).order_by(Person.id)))

    def ask(self, group: Group, *people: Person) -> None:
        """Choose advisers and ask them."""
        for person in people:
            self.do(advisers.add, group, person.id)
        self.do(advisers.ask, group)

    def rate(self, expert: Person, relevance_of_all: int = 2) -> None:
        self.by(expert, relevance.hand_in_relevance, dict.fromkeys(CODES, relevance_of_all))

    def name(self, nominator: Person, *best: Person) -> None:
        self.by(nominator, nominations.hand_in_nomination, self.numbers(*best))

    def read_figures(self, values: Sequence[float]) -> None:
        """A figure for each of the people, in their order."""
        pairs = zip(self.numbers(), values, strict=False)
        lines = [FigureLine(line, number, value) for line, (number, value) in enumerate(pairs, start=2)]
        with self.app.app_context():
            wrapped = figures.wrap(self.hr, self.profile_id, lines)
        self.do(figures.read_in, wrapped)

    def withdraw(self, person: Person) -> None:
        """Somebody declines."""
        (number,) = self.numbers(person)
        with self.act(), unit_of_work() as session:
            taking_part.withdraw(session, session.get_one(Person, person.id), number)

    def take_part(self, person: Person) -> None:
        """Somebody answers everything and hands in."""
        (number,) = self.numbers(person)
        with self.act():
            making.finish(making.begin(read_session().get_one(Incumbent, number)))

    def freeze(self, kind: CriterionKind = CriterionKind.NONE, share: int = 20) -> None:
        self.do(criteria.freeze, kind, share)


def begun(people: int = 6, **values: Any) -> Setting:
    """A first version of a position, with so many people who do the work chosen."""
    making.publish()
    hr = factories.person(Role.HR, name="Hanna de Vries", email="hanna@zorg.example")
    with unit_of_work() as session:
        actor = session.get_one(Person, hr.id)
        position = positions.add_position(session, actor, "Medewerker contactcentrum")
        profile = positions.start_profile(session, actor, position.id, making.SLUG)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # werkzeug's own way to the object
    made = Setting(app, hr, profile.id, [factories.person(**values) for _ in range(people)])
    if people:
        made.do(incumbents.add_people, [person.id for person in made.people])
    jobs.run_all()
    return made


def next_version(before: Setting) -> Setting:
    """The version after `before`."""
    with unit_of_work() as session:
        profile = session.get_one(JobProfile, before.profile_id)
        actor = session.get_one(Person, before.hr.id)
        made = positions.start_profile(session, actor, profile.position_id, making.SLUG)
    return Setting(before.app, before.hr, made.id, before.people)
