"""What a candidate's browser does at the door, for tests."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kernel import jobs
from kernel.database import Base, read_session
from tests.conftest import BASE_URL
from tests.pages import Page, Pages


def begin(pages: Pages, secret: str, **filled: str) -> Page:
    return pages.submit(pages.get(f"/welcome/{secret}").form(), status=303, follow=False, **filled)


def is_in(pages: Pages) -> bool:
    return pages.client.get("/account", base_url=BASE_URL).status_code == 200


def another(app: Flask) -> Pages:
    return Pages(app, BASE_URL)


def rows(app: Flask, table: type[Base]) -> int:
    with app.app_context():
        return read_session().scalar(select(func.count()).select_from(table)) or 0


def mailed(app: Flask) -> list[str]:
    """Every code that went out, the oldest first."""
    with app.app_context():
        jobs.run_all()
    found = sorted(Path(app.extensions["config"].mail_to).glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    mails = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in found]
    texts = [str(mail.get_body(("plain",)).get_content()) for mail in mails]  # type: ignore[union-attr]
    return [code for each in texts for code in re.findall(r"^(\d{6})\s*$", each, re.MULTILINE)]


def asked(app: Flask, secret: str) -> tuple[Pages, Page]:
    """Another browser that was mailed a code, and the page that asks for it."""
    laptop = another(app)
    gone = begin(laptop, secret)
    assert gone.response.location == f"/welcome/{secret}/code"
    return laptop, laptop.get(gone.response.location)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def door_cookie(response: TestResponse) -> str:
    return next(each for each in response.headers.getlist("Set-Cookie") if each.startswith("__Host-door="))
