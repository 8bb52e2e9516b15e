"""Three years of a care organisation, week by week, with a fixed seed and a moved clock."""

import gc
import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, event, select

from courses import services as courses
from courses.models import Enrolment
from demo import candidates, ending, roles
from demo.cast import BACKSTAGE, CAST, DISTRICT, Member, colleagues
from demo.house import House
from demo.learning import do_course
from demo.post import deliver
from hr.services import staff
from kernel import clock
from kernel.database import database, read_session, unit_of_work
from kernel.jobs import Job
from people.models import Person
from web.app import create_app
from web.config import Config
from web.migrating import upgrade

SEED = 20261123
WEEKS = 156
FROM_THE_START = 32
JOINERS = 70
CAME_OVER, CAME_OVER_WEEK = 64, 134  # home care that joined the organisation: all on one day
LEAVERS = 15
NEW_REVISION_WEEK = 122
SUMMER_WEEKS = (28, 80, 132)


def build_demo(folder: Path, address: str, *, has_three: bool = False) -> None:
    """Make the demo's database, key and mail in `folder`, for the address it will be served on.

    `has_three`: with a third profile, of three top performers and nobody else.
    """
    app = create_app(Config(folder=folder, database_url="", base_url=address, is_demo=True, has_worker=False))
    with app.app_context():
        _write_in_a_hurry(database().engine)
        upgrade()
        rng = random.Random(SEED)
        gc.disable()  # nothing here is garbage for long, and looking for it takes a tenth of the time
        try:
            Years(address, rng, has_three=has_three).live()
        finally:
            gc.enable()


def _write_in_a_hurry(engine: Engine) -> None:
    """A build that breaks off is thrown away whole, so it need not survive a power cut."""

    @event.listens_for(engine, "connect")
    def _relax(connection, _record) -> None:  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA synchronous=OFF")


@dataclass(frozen=True)
class Habit:
    """How somebody goes about it: the chance a week to start, and how many days before the due date they wake up."""

    chance: float
    wakes_before: int


EARLY, USUAL, LATE = Habit(0.40, 400), Habit(0.55, 32), Habit(0.25, -5)


class Years:
    """The demo's people and what they do, week by week."""

    def __init__(self, address: str, rng: random.Random, *, has_three: bool) -> None:
        self.rng = rng
        self.has_three = has_three
        self.house = House(address, rng)
        self.today = clock.now().replace(hour=8, minute=0, second=0, microsecond=0)
        self.start = self.today - timedelta(weeks=WEEKS)
        self.habits: dict[int, Habit] = {}
        self.late: int | None = None
        self.leaves: Counter[int] = Counter()
        self.joins: dict[int, list[Member]] = {}

    def live(self) -> None:
        others = colleagues(FROM_THE_START + JOINERS + CAME_OVER, self.rng)
        self._plan(others[FROM_THE_START:])
        with clock.moved_to(self.start):
            here = [member for member in CAST if not member.roles and member.name in ending.FROM_THE_START]
            self.house.found(self.start.date(), [*here, *others[:FROM_THE_START]])
            self._know_habits()
        for week in range(WEEKS):
            self._week(week)
        ending.stage(self.house, self.today, self.rng)
        candidates.stage(self.house, self.today)
        with clock.moved_to(self.today):
            courses.daily(clock.now())
            deliver(but={"make_paper", "make_report"})
            _print_newest_first()

    def _plan(self, joiners: list[Member]) -> None:
        for member in joiners[:JOINERS]:
            self.joins.setdefault(self.rng.randrange(6, WEEKS - 2), []).append(member)
        self.joins[CAME_OVER_WEEK] = self.joins.get(CAME_OVER_WEEK, []) + [
            replace(member, team=DISTRICT[place % len(DISTRICT)]) for place, member in enumerate(joiners[JOINERS:])
        ]
        for member in (*CAST, *BACKSTAGE):
            if member.week:
                self.joins.setdefault(member.week, []).append(member)
        for week in self.rng.sample(range(20, WEEKS - 3), LEAVERS):
            self.leaves[week] += 1

    def _know_habits(self) -> None:
        for person_id in self.house.people.values():
            if person_id not in self.habits:
                self.habits[person_id] = self.rng.choices((EARLY, USUAL, LATE), (5, 12, 2))[0]
        self.habits |= {self.house.people[name]: EARLY for name in ending.FROM_THE_START}

    def _week(self, week: int) -> None:
        monday = self.start + timedelta(weeks=week)
        with clock.moved_to(monday):
            self._come_and_go(week, monday.date())
            if week == NEW_REVISION_WEEK:
                self.house.make_the_test_longer()
            courses.daily(monday)
            deliver()
            roles.week(self.house, week, monday, has_three=self.has_three)
            candidates.week(self.house, week, monday)
        for enrolment in self._open_rounds(monday):
            if self._gets_to_it(enrolment, monday.date()):
                self._study(enrolment, monday)

    def _come_and_go(self, week: int, day: date) -> None:
        joiners = [*self.joins.get(week, []), *(_temps(week) if week in SUMMER_WEEKS else [])]
        leavers = self._leavers(week)
        if not joiners and not leavers:
            return
        with unit_of_work() as session:
            actor = self.house.hr(session)
            for member in joiners:
                self.house.take_in(session, actor, member, day)
            for person_id in leavers:
                staff.end_employment(session, actor, session.get_one(Person, person_id), day - timedelta(days=1))
        self._know_habits()

    def _leavers(self, week: int) -> list[int]:
        """Who goes this week: some by chance, and the summer's temps after nine weeks."""
        keep = {member.name for member in (*CAST, *BACKSTAGE)}
        temps = {member.name for summer in SUMMER_WEEKS if week == summer + 9 for member in _temps(summer)}
        gone = [self.house.people[name] for name in temps]
        stays = Person.left_on.is_(None) & (Person.function != "vakantiekracht")
        for _ in range(self.leaves[week]):
            here = read_session().scalars(select(Person).where(stays).order_by(Person.id)).all()
            free = [person.id for person in here if person.name not in keep and person.id not in gone]
            gone.append(self.rng.choice(free))
        return gone

    def _open_rounds(self, monday: datetime) -> list[Enrolment]:
        session = read_session()
        rounds = select(Enrolment).where(Enrolment.closed_at.is_(None)).order_by(Enrolment.id)
        names = {person_id: name for name, person_id in self.house.people.items()}
        return [
            row for row in session.scalars(rounds) if not ending.keeps_still(names[row.person_id], monday, self.today)
        ]

    def _gets_to_it(self, enrolment: Enrolment, monday: date) -> bool:
        if enrolment.course == "snelstart":
            return self.rng.random() < 0.9
        if self._is_too_late(enrolment):
            return False
        habit = self.habits[enrolment.person_id]
        is_awake = enrolment.due_on is None or (enrolment.due_on - monday).days <= habit.wakes_before
        return is_awake and self.rng.random() < habit.chance

    def _is_too_late(self, enrolment: Enrolment) -> bool:
        """One of Bram's team lets a due date pass, so that he sees who is late."""
        if self.late is None and ending.is_late(enrolment, self.today):
            person = read_session().get_one(Person, enrolment.person_id)
            if person.team_id == self.house.teams["Klantcontact Noord"]:
                self.late = person.id
        return enrolment.person_id == self.late and ending.is_late(enrolment, self.today)

    def _study(self, enrolment: Enrolment, monday: datetime) -> None:
        at = monday + timedelta(days=self.rng.randrange(5), minutes=self.rng.randrange(60, 420))
        if at > self.today - timedelta(days=2):
            return
        knows = self.rng.choice((0.86, 0.93, 0.97))
        if not do_course(enrolment.person_id, enrolment.id, at, self.rng, knows=knows):
            again = min(at + timedelta(days=1), self.today - timedelta(days=1))
            do_course(enrolment.person_id, enrolment.id, again, self.rng, knows=0.98)


def _print_newest_first() -> None:
    """The papers of three years wait; a visitor opens the newest."""
    with unit_of_work() as session:
        waiting = session.scalars(select(Job).where(Job.kind == "make_paper").order_by(Job.id.desc())).all()
        for place, job in enumerate(waiting):
            job.due_at = clock.now() - timedelta(days=1) + timedelta(seconds=place)


def _temps(summer: int) -> list[Member]:
    """The holiday help of one summer: the quick start is theirs."""
    rng = random.Random(summer)
    return [
        Member(f"{member.name}-{summer // 52 + 1}", member.team, "", function="vakantiekracht")
        for member in colleagues(6, rng)
    ]
