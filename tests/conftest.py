"""A real database for every test: a copy of one that the migrations made."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config as AlembicConfig
from flask import Flask

from kernel.database import Database
from tests import factories
from tests.pages import Pages
from web.app import build, create_app, move_in
from web.config import ROOT, Config

BASE_URL = "https://maatstaf.test"
POSTGRESQL = os.environ.get("MAATSTAF_TEST_POSTGRESQL", "postgresql://postgres@127.0.0.1:5432/test")


def migrate(url: str, to: str = "head") -> None:
    settings = AlembicConfig(str(ROOT / "alembic.ini"))
    database = Database(url)
    with database.engine.execution_options(sqlite_begin="IMMEDIATE").connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, to) if to == "head" else command.downgrade(settings, to)
        connection.commit()
    database.engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "maatstaf.sqlite"
    migrate(f"sqlite:///{path}")
    with Database(f"sqlite:///{path}").engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
    return path


def postgresql(statement: str) -> None:
    with psycopg.connect(POSTGRESQL, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def migrated_postgresql() -> Iterator[str]:
    """The name of a migrated template; where PostgreSQL is missing, CI fails and others skip."""
    name = f"maatstaf_{uuid.uuid4().hex[:12]}"
    try:
        postgresql(f"CREATE DATABASE {name}")
    except psycopg.OperationalError:
        if os.environ.get("CI"):
            raise
        pytest.skip("PostgreSQL does not answer on 127.0.0.1:5432")
    migrate(f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}")
    yield name
    postgresql(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    path = tmp_path / "maatstaf.sqlite"
    shutil.copy(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(migrated_postgresql: str) -> Iterator[str]:
    name = f"maatstaf_{uuid.uuid4().hex[:12]}"
    postgresql(f"CREATE DATABASE {name} TEMPLATE {migrated_postgresql}")
    yield f"{POSTGRESQL.rsplit('/', 1)[0]}/{name}"
    postgresql(f"DROP DATABASE {name} WITH (FORCE)")


def installation(folder: Path, url: str) -> Config:
    return Config(folder=folder, database_url=url, mail="", base_url=BASE_URL, has_worker=False)


def make_app(folder: Path, url: str) -> Flask:
    """An application of one's own, for who changes it or needs two at once."""
    app = create_app(installation(folder, url))
    app.testing = True
    return app


@pytest.fixture(scope="session")
def built() -> Flask:
    """The application without an installation: building it takes longer than most tests."""
    app = build()
    app.testing = True
    return app


@contextmanager
def inhabited(built: Flask, folder: Path, url: str) -> Iterator[Flask]:
    """`built` with an installation whose organisation is set up; what a test sets in its configuration goes again."""
    settings = dict(built.config)
    move_in(built, installation(folder, url))
    with built.app_context():
        factories.organisation(base_url=BASE_URL)
    yield built
    built.extensions["database"].engine.dispose()
    built.config.clear()
    built.config.update(settings)


@pytest.fixture
def app(built: Flask, tmp_path: Path, sqlite_url: str) -> Iterator[Flask]:
    """The application on its own SQLite, with an organisation that is set up."""
    with inhabited(built, tmp_path, sqlite_url) as app:
        yield app


@pytest.fixture(params=["sqlite", "postgresql"])
def either_app(request: pytest.FixtureRequest, built: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The same on SQLite and on PostgreSQL in turn: for services and whatever SQL can tell apart."""
    with inhabited(built, tmp_path, request.getfixturevalue(f"{request.param}_url")) as app:
        yield app


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as `make demo` builds it; copy it before you change it. Mark who uses it `xdist_group("demo")`."""
    from demo.build import build_demo

    folder = tmp_path_factory.mktemp("demo") / "built"
    build_demo(folder, "http://localhost:8080")
    return folder


@pytest.fixture
def pages(app: Flask) -> Pages:
    """A browser without scripts that checks every page it is given."""
    return Pages(app, BASE_URL)
