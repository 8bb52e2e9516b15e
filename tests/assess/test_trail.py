"""What the house's trail and mail lists tell of who takes part in a profile, and of who kept a report: nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from assess.models import Incumbent
from assess.services import exercises, incumbents, keeping, releasing, taking_part
from assess.services.criteria import CriterionKind
from hr import queries_mails, queries_trail
from hr.queries_trail import TrailRow, Wanted
from hr.services import trying_again
from hr.services.exports import make
from kernel import audit, clock, jobs
from kernel.audit import AuditRow
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import DomainError, NotFound
from kernel.jobs import Job
from kernel.outbox import Mail
from people import trail
from people.models import Organisation, Person
from people.permissions import Role
from people.services import invitations
from tests import factories
from tests.assess import making, profiling, rating, reporting, selecting
from tests.conftest import BASE_URL
from tests.pages import Pages

Does = Callable[[Incumbent], object]


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def rows() -> list[TrailRow]:
    close_read_session()
    zone = read_session().get_one(Organisation, 1).zone
    return list(queries_trail.whole_trail(read_session(), factories.person(Role.AUDITOR), Wanted(), zone))


def told_of(person: Person) -> list[str]:
    """The acts about somebody that the house reads."""
    return [row.action for row in rows() if row.subject_id == person.id]


def withdraw(incumbent: Incumbent) -> None:
    with unit_of_work() as session:
        taking_part.withdraw(session, session.get_one(Person, incumbent.person_id), incumbent.id)


@pytest.mark.parametrize(
    "does",
    [making.begin, lambda mine: making.finish(making.begin(mine)), withdraw],
    ids=["began", "handed in", "took no part"],
)
def test_the_trail_does_not_tell_who_takes_part(house: Flask, does: Does) -> None:
    profile = making.profile()
    mine, other = making.incumbent(profile), making.incumbent(profile)
    does(mine)
    me, they = (read_session().get_one(Person, each.person_id) for each in (mine, other))
    assert told_of(me) == told_of(they)
    assert trail.about(read_session(), me).others != [], "the person reads it"


def test_a_next_version_does_not_tell_who_took_no_part_in_the_one_before(house: Flask) -> None:
    """Who withdrew has no file any more, and gets a new one."""
    made = profiling.begun(6)
    made.do(incumbents.invite)
    gone, other = made.people[2], made.people[3]
    made.withdraw(gone)
    made.freeze(CriterionKind.NONE)
    profiling.next_version(made)
    opened = select(AuditRow.subject_id).where(AuditRow.action == "file.opened").order_by(AuditRow.id.desc())
    assert read_session().scalar(opened.limit(1)) == gone.id
    assert told_of(gone) == told_of(other)
    assert not any(row.object.startswith("file:") for row in rows())
    assert b"file.opened" not in make("trail", "csv", {}, actor=made.hr.id)
    assert trail.WORDS["file.opened"] in [each.message for each in trail.about(read_session(), gone).others]


def test_neither_trail_nor_mail_tells_which_incumbent_was_rated(house: Flask) -> None:
    profile = making.profile()
    mine, other = making.incumbent(profile), making.incumbent(profile)
    rating.both(mine)
    rating.planned(other)
    withdraw(other)
    jobs.run_all()
    me, they = (read_session().get_one(Person, each.person_id) for each in (mine, other))
    assert told_of(me) == told_of(they)
    reader, session = factories.person(Role.HR), read_session()
    assert queries_mails.mails_to(session, reader, me.id) == queries_mails.mails_to(session, reader, they.id) == []
    assert queries_mails.mails(session, reader, None, "", 1)[0] == []


class Busy:
    """A mail server that takes nothing now."""

    def send(self, _message: bytes) -> None:
        raise ConnectionRefusedError("nobody listens there")


def test_failed_work_tells_of_no_mail_that_is_out_of_sight(house: Flask) -> None:
    mine, hr = making.incumbent(making.profile()), factories.person(Role.HR)
    house.extensions["mail_transport"] = Busy()
    rating.planned(mine, hr=hr)
    keys = mail_of(mine)
    with unit_of_work() as session:
        for job in session.scalars(select(Job)):
            job.failed_at = clock.now()
        hidden = session.scalars(select(Job.id).where(Job.key.in_(keys))).all()
        audit.record(session, "test", actor=None)
    assert hidden
    shown = queries_mails.failed_jobs(read_session(), hr)
    assert not {job.id for job in shown} & set(hidden)
    assert {row.name for row in queries_mails.mails(read_session(), hr, None, "", 1)[0]} == set()
    for number in hidden:
        with pytest.raises(NotFound), unit_of_work() as session:
            trying_again.try_again(session, session.get_one(Person, hr.id), number)


def mail_of(incumbent: Incumbent) -> list[str]:
    """The keys of the work that sends mail about somebody's part in a profile."""
    about = select(Mail.id).where(Mail.about == f"incumbent:{incumbent.id}")
    return [f"mail:{number}" for number in read_session().scalars(about)]


def test_a_failed_mail_that_hr_sees_is_tried_again(house: Flask) -> None:
    person, hr = factories.person(password_hash=None), factories.person(Role.HR)
    with unit_of_work() as session:
        invitations.invite(session, session.get_one(Person, person.id), None)
        session.flush()
        job = session.scalars(select(Job).where(Job.kind == "deliver_mail").order_by(Job.id.desc())).first()
        assert job is not None
        job.failed_at = clock.now()
    assert [each.id for each in queries_mails.failed_jobs(read_session(), hr)] == [job.id]
    with unit_of_work() as session:
        assert trying_again.try_again(session, session.get_one(Person, hr.id), job.id).failed_at is None


def test_cancelling_tells_the_same_of_who_was_rated_and_of_who_takes_no_part(house: Flask) -> None:
    """Before its moment it goes back, after it it doesn't: in both worlds, on the page, in trail and mail."""
    profile, hr, who = making.profile(), factories.person(Role.HR), rating.raters()
    rated, absent = making.incumbent(profile), making.incumbent(profile)
    plans = [rating.planned(each, who, hr=hr) for each in (rated, absent)]
    withdraw(absent)
    for rater in who:
        rating.hand_in(plans[0], rater, rating.given(plans[0]))
    heard: list[list[object]] = []
    for incumbent, exercise in zip((rated, absent), plans, strict=True):
        told: list[object] = []
        for days in (2, 0):
            with clock.moved_to(clock.now() + timedelta(days=days)):
                told.append(refusal_of(lambda number=exercise.id: cancel(hr, number)))
        told.append(told_of(read_session().get_one(Person, incumbent.person_id)))
        heard.append(told)
    jobs.run_all()
    assert heard[0] == heard[1]
    assert heard[0][:2] == ["MomentIsOver", ""]
    assert queries_mails.mails(read_session(), hr, None, "", 1)[0] == []


def cancel(hr: Person, number: int) -> None:
    with unit_of_work() as session:
        exercises.cancel(session, session.get_one(Person, hr.id), number)


def refusal_of(act: Callable[[], object]) -> str:
    """What was refused, by name; empty when nothing was."""
    try:
        act()
    except DomainError as refusal:
        return type(refusal).__name__
    return ""


def test_a_block_leaves_the_same_trail_as_no_choice(house: Flask) -> None:
    desk = selecting.desk()
    kept, waits = selecting.blocked(desk, "Bob Bokaal"), selecting.with_report(desk, "Wim Wacht")
    reporting.do(kept, keeping.consent_to_keep)
    assert told_of(reporting.person_of(kept)) == told_of(reporting.person_of(waits))
    held = set(read_session().scalars(select(AuditRow.action)))
    assert "report.blocked" in held
    assert "report.blocked" not in queries_trail.actions(read_session(), desk.hr)
    assert b"report.blocked" not in make("trail", "csv", {}, actor=desk.hr.id)


def test_a_report_that_was_let_go_stands_in_the_trail(house: Flask) -> None:
    desk = selecting.desk()
    free = selecting.blocked(desk, "Vera Vrij")
    reporting.do(free, releasing.release)
    acts = told_of(reporting.person_of(free))
    assert "report.released" in acts
    assert "report.blocked" not in acts


def test_an_auditor_finds_no_block_in_the_trail(app: Flask) -> None:
    with app.app_context():
        selecting.blocked(selecting.desk(), "Bob Bokaal")
        auditor = factories.person(Role.AUDITOR)
    pages = Pages(app, BASE_URL).sign_in(auditor)
    for path in ("/trail?q=Bokaal", "/trail?action=report.blocked&q=Bokaal"):
        words = "".join(pages.get(path).root.find(".//main").itertext())
        assert "Bob Bokaal" in words
        assert "block" not in words
