"""A candidate's file goes: on request at once, or by itself in its time; and then it is nowhere."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from assess.errors.candidates import NotHired
from assess.models import Application, CarriedReport, Exercise, ExerciseRating, Objection, Rater, Remark, Sitting
from assess.queries import candidacy, reports
from assess.queries.needs import Needs
from assess.services import keeping, objecting, preparing, releasing, remarks
from assess.services.erasure import erase_application
from certificates import queries as certificates
from certificates.ledger import queries as ledger
from certificates.ledger.entries import EntryType, Reason, parse
from certificates.models import Certificate
from certificates.state import State
from kernel import audit, clock, jobs
from kernel.audit import AuditRow
from kernel.database import Base, read_session, unit_of_work
from kernel.errors import NotFound
from people.errors import DoorwayShut
from people.models import File, Person
from people.services import doorways, files
from tests import factories
from tests.assess import making, reporting
from tests.conftest import BASE_URL, make_app
from tests.people.parallel import at_once
from web import nightly

CANARY = "Kwinkeleer"


def erase(applied: Application) -> bool:
    with unit_of_work() as session:
        done = erase_application(session, session.get_one(Application, applied.id), applied.person_id)
        audit.record(session, "test", actor=None)
    return done


def rated(applied: Application) -> None:
    """An interview of which a rating was handed in."""
    rater, at = factories.person(), clock.now()
    exercise = making.add(Exercise(kind="interview", application_id=applied.id, planned_at=at))
    making.add(Rater(exercise_id=exercise.id, person_id=rater.id, asked_at=at))
    making.add(ExerciseRating(exercise_id=exercise.id, person_id=rater.id, sealed=b"x", handed_in_at=at))


def with_everything() -> Application:
    """A candidate who did all that can be done, under a name that stands out."""
    applied = reporting.invited(name=f"Jo {CANARY}", email=f"{CANARY.lower()}@thuis.example")
    reporting.do(applied, preparing.tell_needs, Needs(other=f"{CANARY} nodig", other_form=True))
    reporting.reported(applied)
    for kind in ("correction", "comment", "talk"):
        reporting.do(applied, remarks.make_remark, kind, f"{CANARY} vroeg dit")
    reporting.do(applied, releasing.release)
    jobs.run_all()
    reporting.decided(applied, reasons=f"{CANARY} had te weinig ervaring.")
    reporting.do(applied, objecting.make_objection, f"{CANARY} is het er niet mee eens.")
    rated(applied)
    with unit_of_work() as session:
        person = session.get_one(Person, applied.person_id)
        doorways.invite(session, person, actor=None, expires_at=clock.now() + timedelta(days=9))
    return applied


def cells() -> Iterator[tuple[str, object]]:
    session = read_session()
    for table in Base.metadata.sorted_tables:
        for row in session.execute(select(table)).mappings():
            for name, value in row.items():
                yield f"{table.name}.{name}", value


def places_of(word: str) -> set[str]:
    """The columns in which a word stands, whatever its case."""
    plain = word.casefold()
    return {
        place
        for place, value in cells()
        if plain in str(value).casefold() or (isinstance(value, bytes) and plain.encode() in value.lower())
    }


def test_the_whole_file_goes_and_its_name_is_nowhere(either_app: Flask) -> None:
    with either_app.app_context():
        applied = with_everything()
        assert places_of(CANARY) >= {"person.name", "person.email"}
        assert erase(applied)
        assert places_of(CANARY) == set()
        session = read_session()
        person, file = session.get_one(Person, applied.person_id), session.get_one(File, applied.file_id)
        assert (person.name, person.email, file.wrapped_key) == ("", None, None)
        left = {table.name for table in Base.metadata.sorted_tables if session.execute(select(table).limit(1)).first()}
        gone = {"sitting", "sitting_answer", "sitting_hand_in", "scores", "report", "remark", "release", "decision"}
        gone |= {"objection", "exercise", "rater", "exercise_rating", "exercise_talk", "snapshot", "paper"}
        assert left & gone == set()
        assert session.get_one(Application, applied.id).needs is None


def test_the_certificate_is_erased_in_the_log_and_the_log_holds(either_app: Flask) -> None:
    with either_app.app_context():
        applied = with_everything()
        certificate = read_session().scalars(select(Certificate)).one()
        erase(applied)
        session = read_session()
        assert certificates.state(session, session.get_one(Certificate, certificate.id)) is State.ERASED
        head = ledger.head(session)
        assert head is not None
        fact = parse(ledger.entry(session, head.size - 1))
        assert (fact.type, fact.target, fact.reason) == (
            EntryType.ERASE,
            certificate.entry_index,
            Reason.HOLDER_REQUEST,
        )


def test_a_file_goes_when_nothing_of_it_stands_in_a_log(either_app: Flask) -> None:
    with either_app.app_context():
        applied = making.application(making.vacancy(making.profile()))
        assert erase(applied)
        assert read_session().get_one(File, applied.file_id).wrapped_key is None


def test_erasing_twice_is_once(either_app: Flask) -> None:
    with either_app.app_context():
        applied = with_everything()
        assert (erase(applied), erase(applied)) == (True, False)
        rows = read_session().query(AuditRow).filter_by(action="application.erased").count()
        assert rows == 1


def test_erasing_while_answers_come_in_leaves_nothing(tmp_path: Path, postgresql_url: str) -> None:
    app = make_app(tmp_path, postgresql_url)
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        applied = reporting.invited()
        sitting = making.begin(applied)
        items = [each.item_id for each in making.instrument().statements[:5]]
    acts = [lambda: erase(applied)] * 2 + [lambda item=item: making.answer(sitting, item, 3) for item in items]

    def act() -> object:
        return acts.pop()()

    got = at_once(app, len(acts), act)
    with app.app_context():
        assert [each for each in got if isinstance(each, Exception) and not isinstance(each, NotFound)] == []
        assert {place for place, _value in cells() if place.startswith("sitting")} == set()
    app.extensions["database"].engine.dispose()


def test_who_is_signed_in_is_out_and_no_link_lets_in(app: Flask) -> None:
    with app.app_context():
        applied = reporting.invited()
        with unit_of_work() as session:
            person = session.get_one(Person, applied.person_id)
            until = clock.now() + timedelta(days=9)
            _doorway, secret = doorways.invite(session, person, actor=None, expires_at=until)
        erase(applied)
        with pytest.raises(DoorwayShut):
            doorways.find(read_session(), secret)


def test_another_application_of_the_same_person_stays_whole(app: Flask) -> None:
    with app.app_context():
        first = reporting.invited(name="Noor")
        person = reporting.person_of(first)
        second = making.application(making.vacancy(reporting.approved()), person)
        reporting.reported(second)
        erase(first)
        assert read_session().get_one(Person, person.id).name == "Noor"
        assert reports.report_of(read_session(), reporting.again(second)) is not None
        erase(second)
        assert read_session().get_one(Person, person.id).name == ""


def test_who_works_here_keeps_name_and_training(app: Flask) -> None:
    with app.app_context():
        person = factories.person(name="Sanne")
        with unit_of_work() as session:
            learning = files.open_file(session, session.get_one(Person, person.id), "learning")
        applied = making.application(making.vacancy(reporting.approved()), person)
        erase(applied)
        assert read_session().get_one(Person, person.id).name == "Sanne"
        assert read_session().get_one(File, learning.id).wrapped_key is not None


def nights(until: int) -> None:
    """Every night from now on, so many."""
    start = clock.now()
    for night in range(until + 1):
        with time_machine.travel(start + timedelta(days=night), tick=False):
            nightly.until_done(keeping.erase_over, clock.now())


def answered(applied: Application) -> None:
    """The objection has its answer."""
    with unit_of_work() as session:
        objection = session.query(Objection).filter_by(application_id=applied.id).one()
        objection.sealed_answer, objection.answered_at = b"x", clock.now()
        audit.record(session, "test", actor=None)


def is_erased(applied: Application) -> bool:
    return read_session().get_one(File, applied.file_id).wrapped_key is None


def test_a_file_is_erased_by_itself_on_its_day(either_app: Flask) -> None:
    with either_app.app_context():
        applied = with_everything()
        answered(applied)
        nights(40)
        assert not is_erased(applied)  # the vacancy is open
        reporting.close(applied)
        nights(27)
        assert not is_erased(applied)
        nights(28)
        assert is_erased(applied)
        assert places_of(CANARY) == set()
        reason = read_session().query(AuditRow).filter_by(action="application.erased_in_time").one()
        assert reason.actor_id is None


def test_a_year_with_consent_that_can_be_taken_back(app: Flask) -> None:
    with app.app_context():
        kept, withdrawn = reporting.invited(), reporting.invited()
        for applied in (kept, withdrawn):
            reporting.close(applied)
            reporting.do(applied, keeping.consent_to_keep)
        reporting.do(withdrawn, keeping.withdraw_consent)
        nights(29)
        assert (is_erased(kept), is_erased(withdrawn)) == (False, True)
        with time_machine.travel(clock.now() + timedelta(days=366), tick=False):
            nightly.until_done(keeping.erase_over, clock.now())
        assert is_erased(kept)


def objected() -> Application:
    """Decided, objected to and closed on one day: the term ends after 28 days."""
    applied = reporting.reported()
    reporting.decided(applied)
    reporting.do(applied, objecting.make_objection, "Het klopt niet.")
    reporting.close(applied)
    return applied


def test_an_objection_keeps_the_file_until_some_days_after_the_answer(app: Flask) -> None:
    with app.app_context():
        applied = objected()
        nights(30)
        assert not is_erased(applied)
        with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
            answered(applied)
            nights(27)
            assert not is_erased(applied)
            nights(28)
        assert is_erased(applied)


def test_an_objection_that_nobody_answers_keeps_the_file_no_longer_than_its_term_and_those_days(app: Flask) -> None:
    with app.app_context():
        applied = objected()
        day = candidacy.erased_on(read_session(), reporting.again(applied))
        assert day == clock.now().date() + timedelta(days=56)
        nights(55)
        assert not is_erased(applied)
        nights(56)
        assert is_erased(applied)


def test_the_day_that_hr_reads_does_not_tell_who_agreed_to_a_year(either_app: Flask) -> None:
    with either_app.app_context():
        applied = objected()
        told = candidacy.told_erased_on(read_session(), reporting.again(applied))
        reporting.do(applied, keeping.consent_to_keep)
        kept = reporting.again(applied)
        assert candidacy.told_erased_on(read_session(), kept) == told
        assert candidacy.erased_on(read_session(), kept) != told


def hired(**values: Any) -> Application:
    applied = reporting.reported(reporting.invited(**values))
    reporting.decided(applied, "hired")
    reporting.do(applied, keeping.carry_report)
    return applied


def test_who_was_hired_and_never_came_is_forgotten_half_a_year_later(either_app: Flask) -> None:
    with either_app.app_context():
        applied, came = hired(name="Nora Nooit"), hired(name="Wim Werkt")
        erase(applied)
        erase(came)
        with unit_of_work() as session:
            session.get_one(Person, came.person_id).started_on = clock.now().date()
            audit.record(session, "test", actor=None)
        for days, name in ((179, "Nora Nooit"), (180, ""), (400, "")):
            with time_machine.travel(clock.now() + timedelta(days=days), tick=False):
                nightly.until_done(keeping.forget_who_never_came, clock.now())
            assert reporting.person_of(applied).name == name, days
        assert reporting.person_of(came).name == "Wim Werkt"
        assert [each.application_id for each in read_session().query(CarriedReport)] == [came.id]
        assert read_session().query(File).filter_by(person_id=applied.person_id, erased_at=None).count() == 0


def test_no_number_of_what_was_erased_comes_back(either_app: Flask) -> None:
    """Numbers stand in the trail, and in what is sealed."""
    with either_app.app_context():
        applied = with_everything()
        tables = (Sitting, Exercise, Remark, Objection)
        before = [read_session().scalar(select(func.max(table.id))) or 0 for table in tables]
        erase(applied)
        again = reporting.reported(reporting.invited())
        reporting.do(again, remarks.make_remark, "talk", "Graag.")
        reporting.decided(again)
        reporting.do(again, objecting.make_objection, "Het klopt niet.")
        rated(again)
        after = [read_session().scalar(select(func.min(table.id))) or 0 for table in tables]
        assert all(new > old > 0 for new, old in zip(after, before, strict=True)), (before, after)


def test_who_waits_for_another_vacancy_is_not_forgotten(app: Flask) -> None:
    with app.app_context():
        applied = hired(name="Nora Nooit")
        erase(applied)
        making.application(person=reporting.person_of(applied))
        with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
            nightly.until_done(keeping.forget_who_never_came, clock.now())
        assert reporting.person_of(applied).name == "Nora Nooit"


def test_the_night_does_it_unattended_and_in_batches(app: Flask) -> None:
    with app.app_context():
        place = making.vacancy(reporting.approved())
        many = [making.application(place) for _ in range(23)]
        reporting.close(many[0])
        with time_machine.travel(clock.now() + timedelta(days=28), tick=False):
            nightly.ensure_today()
            jobs.run_all()
        assert all(is_erased(each) for each in many)
        assert read_session().query(Sitting).count() == 0


def test_the_employment_file_is_empty_unless_the_person_agrees(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        with pytest.raises(NotHired):
            reporting.do(applied, keeping.carry_report)
        reporting.decided(applied, "hired")
        assert read_session().query(File).filter_by(purpose="employment").count() == 0
        first, second = (reporting.do(applied, keeping.carry_report) for _ in range(2))
        assert first.application_id == second.application_id
        erase(applied)
        person = reporting.person_of(applied)
        _row, facts = reports.carried_of(read_session(), person, applied.id)
        assert facts.candidate == person.name != ""
        assert read_session().query(CarriedReport).count() == 1
