from flask import Flask
from sqlalchemy import text

from kernel.database import database
from tests.pages import Pages
from web.context import VERSION


def test_a_healthy_house_tells_its_version_and_its_log(pages: Pages) -> None:
    told = pages.client.get("/healthz", base_url=pages.base_url)
    assert told.status_code == 200
    assert told.json is not None
    assert set(told.json) == {"status", "version", "database", "ledger"}
    assert (told.json["status"], told.json["version"], told.json["database"]) == ("ok", VERSION, "ok")
    assert told.json["ledger"]["size"] == 0
    assert len(bytes.fromhex(told.json["ledger"]["root"])) == 32


def test_a_house_without_its_tables_says_so(app: Flask, pages: Pages) -> None:
    with app.app_context():
        writing = database().engine.execution_options(sqlite_begin="IMMEDIATE")
        with writing.begin() as connection:
            connection.execute(text("DROP TABLE head"))
    told = pages.client.get("/healthz", base_url=pages.base_url)
    assert told.status_code == 503
    assert told.json is not None
    assert told.json["status"] == "error"
