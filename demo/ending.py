"""The last weeks: the people to sign in as stand where their visitor can go on, and some papers met their end."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.ledger.entries import Reason
from certificates.models import Certificate
from certificates.services import endings
from courses import services as courses
from courses.models import Enrolment
from courses.services import attempts
from demo.cast import CAST, Member
from demo.house import House
from demo.learning import answer, do_course, read_lessons, start_test
from hr.services import staff
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import File, Person
from people.services import invitations

FROM_THE_START = {"Jeroen Bakker", "Fatma Yildiz", "Daniel Okafor"}
THIS_TIME = timedelta(days=75)
LATE_SINCE = (2, 24)  # days: of one round in Bram's team that fell due then, nothing comes
CORRECTED = 4
REVOKED = 3
FAILED_ONCE = 3


def keeps_still(name: str, monday: datetime, today: datetime) -> bool:
    """Whether this round is left for the visitor: who is staged renews early every year, but not this time."""
    return name in FROM_THE_START and today - monday < THIS_TIME


def is_late(enrolment: Enrolment, today: datetime) -> bool:
    """Whether this round fell due a little while ago."""
    return enrolment.due_on is not None and LATE_SINCE[0] <= (today.date() - enrolment.due_on).days <= LATE_SINCE[1]


def stage(house: House, today: datetime, rng: random.Random) -> None:
    """Put everyone in place."""
    _noor_arrives(house, today - timedelta(days=6))
    _jeroen_is_halfway(house, today - timedelta(days=1), rng)
    _fatma_has_passed(house, today - timedelta(days=2), rng)
    _some_failed_once(today - timedelta(days=1), rng)
    _some_papers_end(house, today - timedelta(days=20), rng)
    _two_are_hard_to_reach(house, today - timedelta(days=3))


def _member(name: str) -> Member:
    return next(member for member in CAST if member.name == name)


def _noor_arrives(house: House, at: datetime) -> None:
    with clock.moved_to(at):
        with unit_of_work() as session:
            house.take_in(session, house.hr(session), _member("Noor Haddad"), at.date())
        courses.daily(at)


def _two_are_hard_to_reach(house: House, at: datetime) -> None:
    """One has no e-mail and waits for a printed letter; to the other the invitation bounced."""
    with clock.moved_to(at), unit_of_work() as session:
        actor = house.hr(session)
        common: dict[str, Any] = {"function": "helpende", "language": "nl", "team": None, "started_on": at.date()}
        staff.add(session, actor, name="Griet Hoekstra", email=None, staff_number="W2001", **common)
        mistyped = "pim.zwart@waterlinde.invalid"
        pim = staff.add(session, actor, name="Pim Zwart", email=mistyped, staff_number="W2002", **common)
        invitations.invite(session, pim, actor)


def _round_of(session: Session, person_id: int) -> Enrolment:
    open_one = select(Enrolment).where(
        Enrolment.person_id == person_id, Enrolment.course == "avg", Enrolment.closed_at.is_(None)
    )
    return session.scalars(open_one).one()


def _jeroen_is_halfway(house: House, at: datetime, rng: random.Random) -> None:
    person_id = house.people["Jeroen Bakker"]
    with clock.moved_to(at):
        courses.daily(at)
        with unit_of_work() as session:
            person, enrolment = session.get_one(Person, person_id), _round_of(session, person_id)
            read_lessons(session, person, enrolment)
            answer(session, person, start_test(session, person, enrolment, rng), rng, knows=0.9, most=11)


def _fatma_has_passed(house: House, at: datetime, rng: random.Random) -> None:
    person_id = house.people["Fatma Yildiz"]
    with clock.moved_to(at):
        courses.daily(at)
        with unit_of_work() as session:
            person, enrolment = session.get_one(Person, person_id), _round_of(session, person_id)
            read_lessons(session, person, enrolment)
            attempt = start_test(session, person, enrolment, rng)
            answer(session, person, attempt, rng, knows=1.0)
            attempts.hand_in(session, person, attempt.id)


def _some_failed_once(at: datetime, rng: random.Random) -> None:
    staged = {member.name for member in CAST}
    with clock.moved_to(at):
        rounds = select(Enrolment, Person).join(Person, Person.id == Enrolment.person_id)
        still_open = rounds.where(Enrolment.course == "avg", Enrolment.closed_at.is_(None)).order_by(Enrolment.id)
        waiting = [(row.id, who.id) for row, who in read_session().execute(still_open) if who.name not in staged]
        for enrolment_id, person_id in rng.sample(waiting, FAILED_ONCE):
            do_course(person_id, enrolment_id, at, rng, knows=0.55)


def _some_papers_end(house: House, at: datetime, rng: random.Random) -> None:
    """Names corrected after a marriage, and certificates that were taken back."""
    cast = [member.name for member in CAST]
    recent = (
        select(Certificate.id, File.person_id)
        .join(File, File.id == Certificate.file_id)
        .join(Person, Person.id == File.person_id)
        .where(Certificate.valid_until > at.date(), Person.left_on.is_(None), Person.name.not_in(cast))
        .order_by(Certificate.id)
    )
    drawn = rng.sample(list(read_session().execute(recent)), CORRECTED + REVOKED)
    with clock.moved_to(at), unit_of_work() as session:
        actor = house.hr(session)
        for certificate_id, person_id in drawn[:CORRECTED]:
            person = session.get_one(Person, person_id)
            staff.correct(session, actor, person, name=person.name + "-de Ruiter")
            endings.reissue(session, session.get_one(Certificate, certificate_id), actor.id)
        for certificate_id, _person_id in drawn[CORRECTED:]:
            certificate = session.get_one(Certificate, certificate_id)
            endings.revoke(session, certificate, Reason.IRREGULARITY, actor.id, "de toets is door een ander gemaakt")
