"""Vacancies and who applies: twenty in every state for the visitor, and some whose file was erased in time."""

import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from assess.errors.candidates import NoReport
from assess.errors.rated import ReportFirst
from assess.models import Application
from assess.queries.instruments import instrument_of
from assess.queries.needs import Needs
from assess.services import applications, closing, keeping, preparing, releasing, scoring, vacancies
from courses.services.nightly import until_done
from demo import after
from demo.applicants import APPLICANTS, EARLIER, Applicant
from demo.house import House
from demo.post import deliver
from demo.roles import CONTACT
from demo.scores import somebody
from demo.taking import fill_in
from kernel import clock
from kernel.database import unit_of_work
from people.models import Person

OPENED, CLOSED, ERASED = 140, 143, 147  # weeks of the vacancy that is over
RETENTION, PROMISED = 28, 7
REACH = "010 555 01 23"
SEED = 20
READ_FOR = timedelta(minutes=12)
Act = Callable[[], Any]


def week(house: House, number: int, monday: datetime) -> None:
    """The vacancy that is over: opened, closed, and its files erased by the night that comes four weeks later."""
    if number == OPENED:
        earlier = Selection(house, "Medewerker klantcontact, 32 uur", monday, EARLIER, SEED + 1)
        earlier.run(until=monday + timedelta(weeks=CLOSED - OPENED))
        house.vacancies["earlier"] = earlier.vacancy_id
    elif number == CLOSED:
        with unit_of_work() as session:
            closing.close_vacancy(session, house.hr(session), house.vacancies["earlier"])
        deliver()
    elif number == ERASED:
        until_done(keeping.erase_over, monday)
        deliver()


def stage(house: House, today: datetime) -> None:
    """The vacancy that is open, as it stands today."""
    now = Selection(house, "Medewerker klantcontact, 24 uur", today - timedelta(days=24), APPLICANTS, SEED)
    house.vacancies["now"] = now.vacancy_id
    after.script(now, today)
    now.run(until=today)


class Selection:
    """One vacancy, its applications by name, and all that happens in it, each at its moment."""

    def __init__(self, house: House, title: str, opened: datetime, who: Sequence[Applicant], seed: int) -> None:
        self.house, self.who, self.rng = house, who, random.Random(seed)
        self.numbers: dict[str, int] = {}
        self.exercises: dict[str, int] = {}
        self.acts: list[tuple[datetime, Act]] = []
        with clock.moved_to(opened), unit_of_work() as session:
            self.vacancy_id = vacancies.open_vacancy(
                session,
                house.hr(session),
                title=title,
                profile_id=house.profiles[CONTACT.title],
                contact=house.hr(session),
                reach=REACH,
                promised_days=PROMISED,
                retention_days=RETENTION,
                managers=[house.person(session, "Bram de Wit")],
            ).id

    def run(self, until: datetime) -> None:
        """Everything in its order, with the mail of each moment delivered before the next."""
        scoring.load()
        for each in self.who:
            self._plan(each, until)
        for at, act in sorted(self.acts, key=lambda planned: planned[0]):
            with clock.moved_to(at), suppress(NoReport, ReportFirst):  # a machine that makes no PDF has no reports
                deliver()
                act()
        with clock.moved_to(until - timedelta(hours=12)):
            deliver(but={"make_paper", "make_report"})

    def at(self, moment: datetime, act: Callable[..., Any], *given: Any) -> None:
        self.acts.append((moment, partial(act, *given)))

    def by_candidate(self, name: str, use_case: Callable[..., Any], *given: Any) -> Any:
        """A use case of a candidate's own."""
        with unit_of_work() as session:
            application = session.get_one(Application, self.numbers[name])
            return use_case(session, session.get_one(Person, application.person_id), application.id, *given)

    def about(self, session: Session, name: str) -> Application:
        """Their application, locked."""
        return applications.locked(session, self.house.hr(session), self.vacancy_id, self.numbers[name])

    def _plan(self, who: Applicant, today: datetime) -> None:
        def ago(days: int, hours: int) -> datetime:
            return today - timedelta(days=days) + timedelta(hours=hours)

        self.at(ago(who.invited, 1), self._invite, who)
        if who.sat is not None:
            self.at(ago(who.sat, 5), self._sit, who)
        if who.chose is not None:
            choose = releasing.release if who.choice == "released" else releasing.block
            self.at(ago(who.chose, 9), self.by_candidate, who.name, choose)

    def _invite(self, who: Applicant) -> None:
        with unit_of_work() as session:
            hr = self.house.hr(session)
            vacancy = vacancies.locked_open(session, hr, self.vacancy_id)
            given = {"name": who.name, "email": who.email, "language": who.language}
            self.numbers[who.name] = applications.invite(session, hr, vacancy, **given).id

    def _sit(self, who: Applicant) -> None:
        """Read what it is, say what is needed, see the job, practise; then answer as far as they come."""
        self.by_candidate(who.name, preparing.read_notice, sha256(who.name.encode()).hexdigest())
        self.by_candidate(who.name, preparing.tell_needs, who.needs or Needs())
        self.by_candidate(who.name, preparing.read_preview)
        self.by_candidate(who.name, preparing.practise)
        with clock.moved_to(clock.now() + READ_FOR):
            self.by_candidate(who.name, self._answer, who)

    def _answer(self, session: Session, person: Person, number: int, who: Applicant) -> None:
        sitting = preparing.begin(session, person, number)
        simulated = somebody(instrument_of(sitting.revision).codes, self.rng)
        fill_in(session, person, sitting, replace(simulated, is_careless=who.is_careless), self.rng, most=who.most)
