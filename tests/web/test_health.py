"""A watchman is told the truth, and nobody's name."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import text

from certificates.ledger import services as ledger
from kernel import audit, clock, jobs, outbox
from kernel.database import database, unit_of_work
from kernel.jobs import Priority
from tests import factories
from tests.certificates import making
from tests.conftest import BASE_URL
from tests.pages import Pages
from web.context import VERSION

OK = {"migrations": "ok", "log": "ok", "work": "ok", "mail": "ok"}


def ask(app: Flask) -> dict[str, object]:
    answer = Pages(app, BASE_URL).client.get("/healthz", base_url=BASE_URL)
    told = answer.json
    assert told is not None
    assert answer.status_code == (200 if told["status"] == "ok" else 503)
    return dict(told)


def change(*statements: str) -> None:
    writing = database().engine.execution_options(sqlite_begin="IMMEDIATE")
    with writing.begin() as connection:
        for each in statements:
            connection.execute(text(each))


def asked(priority: Priority, **values: object) -> None:
    with unit_of_work() as session:
        job = jobs.enqueue(session, "test.health", {}, priority=priority)
        for name, value in values.items():
            setattr(job, name, value)


def mailed(to: str = "noor@delinde.example") -> None:
    message = EmailMessage()
    message["To"], message["From"], message["Subject"] = to, "hr@delinde.example", "Je training"
    with unit_of_work() as session:
        outbox.queue(session, message, kind="invitation", person_id=None)


def test_a_healthy_house_tells_its_version_and_its_log(either_app: Flask) -> None:
    told = ask(either_app)
    assert set(told) == {"status", "version", "database", "ledger", "checks"}
    assert (told["status"], told["version"], told["database"], told["checks"]) == ("ok", VERSION, "ok", OK)
    assert told["ledger"] == {"size": 0, "root": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}


def test_a_house_at_work_is_healthy(either_app: Flask) -> None:
    with either_app.app_context():
        making.certificate(factories.person(name="Anne de Wit"))
        jobs.run_all()
    told = ask(either_app)
    assert told["checks"] == OK
    assert "Anne" not in str(told)


def test_a_house_without_its_tables_says_so(app: Flask) -> None:
    with app.app_context():
        change("DROP TABLE head")
    told = ask(app)
    assert (told["status"], told["database"], told["ledger"]) == ("error", "unavailable", None)


def behind(_app: Flask) -> None:
    change("UPDATE alembic_version SET version_num = 'house'")


def written() -> None:
    with unit_of_work() as session:
        ledger.open_log(session, "maatstaf.test/log")
        ledger.append_many(session, [bytes([each]) * 42 for each in range(5)])
        audit.record(session, "test", actor=None)


def cut_short(_app: Flask) -> None:
    written()
    change(
        "DROP TRIGGER log_no_delete" + ("" if database().is_sqlite else " ON log"),
        "DELETE FROM log WHERE idx = 4",
    )


def other_head(_app: Flask) -> None:
    written()
    change("UPDATE head SET root = (SELECT leaf FROM log WHERE idx = 0)")


def half_a_head(_app: Flask) -> None:
    written()
    change("UPDATE head SET frontier = root")


def nobody_works(_app: Flask) -> None:
    asked(Priority.WORK, due_at=clock.now() - timedelta(minutes=11))


def nobody_posts(_app: Flask) -> None:
    asked(Priority.AWAITED, due_at=clock.now() - timedelta(minutes=11))


def the_worker_died(_app: Flask) -> None:
    asked(Priority.WORK, due_at=clock.now() - jobs.MOST_WAIT * 2, leased_until=clock.now() - timedelta(minutes=9))


def mail_stays(_app: Flask) -> None:
    with clock.moved_to(clock.now() - timedelta(hours=2)):
        mailed()
        jobs.run_all()
    with clock.moved_to(clock.now() - timedelta(minutes=31)):
        mailed()


@pytest.mark.parametrize(
    ("fault", "check"),
    [
        (behind, "migrations"), (cut_short, "log"), (other_head, "log"), (half_a_head, "log"),
        (nobody_works, "work"), (nobody_posts, "work"), (the_worker_died, "work"), (mail_stays, "mail"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(either_app: Flask, fault: Callable[[Flask], None], check: str) -> None:
    with either_app.app_context():
        fault(either_app)
    told = ask(either_app)
    assert told["status"] == "error"
    checks = told["checks"]
    assert isinstance(checks, dict)
    assert {name for name, words in checks.items() if words != "ok"} == {check}


def a_long_job(_app: Flask) -> None:
    asked(Priority.WORK, due_at=clock.now() - timedelta(hours=1), leased_until=clock.now() + jobs.LEASE)
    nobody_works(_app)


def a_job_for_later(_app: Flask) -> None:
    asked(Priority.WORK, created_at=clock.now() - timedelta(days=1), due_at=clock.now() + timedelta(hours=1))


def work_that_was_given_up(_app: Flask) -> None:
    asked(Priority.WORK, due_at=clock.now() - timedelta(days=1), failed_at=clock.now())


def much_mail_on_its_way(_app: Flask) -> None:
    with clock.moved_to(clock.now() - timedelta(hours=2)):
        mailed()
        mailed()
    assert jobs.run_one()


@pytest.mark.parametrize("busy", [a_long_job, a_job_for_later, work_that_was_given_up, much_mail_on_its_way])
def test_a_busy_house_is_not_a_sick_one(either_app: Flask, busy: Callable[[Flask], None]) -> None:
    with either_app.app_context():
        busy(either_app)
    assert ask(either_app)["checks"] == OK
