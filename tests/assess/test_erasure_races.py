"""What others do with a file at the moment that it is erased: they find nobody, and leave nothing of who it was."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Thread

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from assess.models import Application, Decision, JobProfile
from assess.services import applications, closing, keeping
from assess.services.erasure import erase_application
from kernel import audit, clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.errors import NotFound
from people.models import File, Person
from tests import factories
from tests.assess import making, reporting, selecting
from tests.assess.test_erasure import CANARY, erase, hired, places_of
from tests.conftest import BASE_URL, make_app
from web import nightly


def test_who_decides_or_reminds_or_closes_during_an_erasure_finds_nobody(tmp_path: Path, postgresql_url: str) -> None:
    app = make_app(tmp_path, postgresql_url)
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        desk = selecting.desk()
        long_ago = clock.now() - timedelta(days=2)
        acts = (
            lambda number: selecting.decide(desk, number),
            lambda _number: remind(desk),
            lambda _number: close(desk),
        )
        for place, act in enumerate(acts):
            applied = selecting.applicant(desk, f"Kim {CANARY} {place}", invited_at=long_ago)
            with unit_of_work() as session:
                erase_application(session, session.get_one(Application, applied.id), applied.person_id)
                thread = Thread(target=in_context, args=(app, act, applied.id))
                thread.start()
                until_somebody_waits(session)
            thread.join()
            assert places_of(CANARY) == set()
            assert read_session().get(Decision, applied.id) is None
    app.extensions["database"].engine.dispose()


def test_who_is_invited_elsewhere_during_an_erasure_is_not_forgotten(tmp_path: Path, postgresql_url: str) -> None:
    app = make_app(tmp_path, postgresql_url)
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        first = selecting.desk()
        applied = selecting.applicant(first, "Kim Kandidaat")
        elsewhere = making.vacancy(read_session().get_one(JobProfile, first.vacancy.profile_id), title="Elders")
        other = selecting.Desk(first.hr, first.manager, first.contact, elsewhere)
        email = reporting.person_of(applied).email or ""
        with unit_of_work() as session:
            erase_application(session, session.get_one(Application, applied.id), applied.person_id)
            invites = partial(selecting.invite, other, "Kim Kandidaat")
            thread = Thread(target=in_context, args=(app, lambda _number: invites(email), 0))
            thread.start()
            until_somebody_waits(session)
        thread.join()
        invited = read_session().scalars(select(Application).where(Application.vacancy_id == elsewhere.id)).one()
        assert (invited.person.name, invited.person.forgotten_at) == ("Kim Kandidaat", None)
        assert read_session().get_one(Person, applied.person_id).forgotten_at is not None
    app.extensions["database"].engine.dispose()


def test_who_starts_here_while_they_would_be_forgotten_keeps_their_file(tmp_path: Path, postgresql_url: str) -> None:
    app = make_app(tmp_path, postgresql_url)
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        applied = hired(name="Nora Net")
        erase(applied)
        later = clock.now() + timedelta(days=200)
        with unit_of_work() as session:
            session.get_one(Person, applied.person_id, with_for_update=True).started_on = clock.now().date()
            audit.record(session, "test", actor=None)
            session.flush()
            forgets = partial(nightly.until_done, keeping.forget_who_never_came, later)
            thread = Thread(target=in_context, args=(app, lambda _number: forgets(), 0))
            thread.start()
            until_somebody_waits(session)
        thread.join()
        assert reporting.person_of(applied).name == "Nora Net"
        assert read_session().query(File).filter_by(person_id=applied.person_id, erased_at=None).count() == 1
    app.extensions["database"].engine.dispose()


def in_context(app: Flask, act: Callable[[int], object], number: int) -> None:
    with app.app_context(), suppress(NotFound):
        act(number)


def remind(desk: selecting.Desk) -> None:
    with unit_of_work() as session:
        applications.remind_some(session, session.get_one(Person, desk.hr.id), desk.vacancy.id, None)


def close(desk: selecting.Desk) -> None:
    with unit_of_work() as session:
        closing.close_vacancy(session, session.get_one(Person, desk.hr.id), desk.vacancy.id)
    jobs.run_one(jobs.HOUSE)


def until_somebody_waits(session: Session) -> None:
    """For a lock that this transaction holds."""
    here = "FROM pg_stat_activity WHERE datname = current_database()"
    waits = text(f"SELECT count(*) {here} AND wait_event_type = 'Lock'")
    for _try in range(100_000):
        session.execute(text("SELECT pg_stat_clear_snapshot()"))
        if session.scalar(waits):
            return
    raise AssertionError("nobody waits")
