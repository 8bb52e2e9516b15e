"""A house to measure in: a folder of its own, migrated, set up, its library published."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import LiteralString

import psycopg
from flask import Flask
from psycopg.sql import SQL, Identifier

from people.models import Person
from tests import factories
from tests.courses import taught
from web.app import create_app
from web.config import Config
from web.migrating import upgrade

BASE_URL = "http://localhost:8080"
POSTGRESQL = os.environ.get("MAATSTAF_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/test")


@contextmanager
def house(database_url: str = "") -> Iterator[Flask]:
    """An application context on an empty database: SQLite in a folder of its own, unless another is given."""
    with TemporaryDirectory(prefix="maatstaf-bench-") as folder:
        app = create_app(
            Config(folder=Path(folder), database_url=database_url, mail="", base_url=BASE_URL, has_worker=False)
        )
        with app.app_context():
            upgrade()
            factories.organisation(base_url=BASE_URL)
            taught.publish()
            yield app
        app.extensions["database"].engine.dispose()


@contextmanager
def postgresql() -> Iterator[str | None]:
    """A database that lasts as long as the measurement; None where PostgreSQL does not answer."""
    name = f"maatstaf_bench_{uuid.uuid4().hex[:12]}"
    try:
        _run("CREATE DATABASE {}", name)
    except psycopg.OperationalError:
        yield None
        return
    try:
        yield f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}"
    finally:
        _run("DROP DATABASE {} WITH (FORCE)", name)


def _run(statement: LiteralString, name: str) -> None:
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(SQL(statement).format(Identifier(name)))


def employees(count: int) -> list[Person]:
    return [factories.person() for _ in range(count)]
