"""When the database gives no answer in time: a page that says when to try again, and nothing half done."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from sqlalchemy import make_url

from kernel import database
from tests.conftest import BASE_URL
from tests.pages import Pages


@contextmanager
def every_connection_taken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    engine = app.extensions["database"].engine
    monkeypatch.setattr(engine.pool, "_timeout", 0.05)
    taken = [engine.connect() for _ in range(engine.pool.size() + engine.pool._max_overflow)]
    yield
    for each in taken:
        each.close()


@contextmanager
def locked_from_outside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    engine = app.extensions["database"].engine
    monkeypatch.setattr(database, "SQLITE_PRAGMAS", ("journal_mode=WAL", "busy_timeout=50"))
    engine.dispose()
    other = sqlite3.connect(str(make_url(str(engine.url)).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextmanager
def another_writes(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.05)
    with app.extensions["database"].writer():
        yield


Busy = Callable[[Flask, pytest.MonkeyPatch], AbstractContextManager[None]]


@pytest.mark.parametrize("busy", [every_connection_taken, locked_from_outside, another_writes])
def test_who_writes_when_it_is_too_busy_is_told_when_to_try_again(
    app: Flask, monkeypatch: pytest.MonkeyPatch, busy: Busy
) -> None:
    pages = Pages(app, BASE_URL)
    form = pages.get("/recovery").form()
    with busy(app, monkeypatch):
        page = pages.submit(form, name="noor@delinde.example", status=503)
        assert int(page.response.headers["Retry-After"]) > 0
        assert "Wat al was opgeslagen, staat er nog" in page.text
    pages.submit(form, name="noor@delinde.example")


def test_on_postgresql_too(either_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = Pages(either_app, BASE_URL)
    with every_connection_taken(either_app, monkeypatch):
        pages.get("/sign-in", status=503)
    pages.get("/sign-in")
