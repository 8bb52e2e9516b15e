"""What the product stands beside: the least that any program in its place would do."""

import secrets
import sqlite3
import time
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import make_url

hello = Flask("hello")
hello.extensions["config"] = SimpleNamespace(has_worker=False)  # gunicorn.conf.py asks


@hello.get("/")
def page() -> str:
    return "<!doctype html><title>hello</title><p>hello"


def commits(url: str, many: int, seconds: float = 2.0) -> list[float]:
    """Seconds that each commit of `many` rows of 74 bytes takes by the database's own driver, one writer."""
    taken: list[float] = []
    with closing(_connection(url)) as connection:
        place, kind = ("?", "BLOB") if isinstance(connection, sqlite3.Connection) else ("%s", "BYTEA")
        cursor = connection.cursor()
        cursor.execute(f"CREATE TABLE IF NOT EXISTS bare (entry {kind}, leaf {kind})")
        connection.commit()
        while sum(taken) < seconds:
            rows = [(secrets.token_bytes(42), secrets.token_bytes(32)) for _ in range(many)]
            begun = time.perf_counter()
            cursor.executemany(f"INSERT INTO bare VALUES ({place}, {place})", rows)
            connection.commit()
            taken.append(time.perf_counter() - begun)
    return taken


def _connection(url: str) -> Any:
    """As durable as the product's own: on SQLite a write-ahead log and synchronous FULL."""
    if not url.startswith("sqlite"):
        return psycopg.connect(url)
    connection = sqlite3.connect(f"{make_url(url).database}.bare")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection
