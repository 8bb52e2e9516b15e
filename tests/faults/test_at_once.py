"""The same thing from more tabs at once happens once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from certificates.models import Certificate
from courses.models import Answer, HandIn, Period, Signature
from kernel.database import read_session
from tests.faults.client import Client, Reply
from tests.faults.conftest import Serve, Writer, in_a_test
from tests.journeys.steps import House

TABS = 8


def at_once(clients: list[Client], act: Callable[[Client], Reply]) -> list[Reply]:
    """Everybody does it at the same moment."""
    gate = threading.Barrier(len(clients))

    def go(client: Client) -> Reply:
        gate.wait()
        return act(client)

    with ThreadPoolExecutor(len(clients)) as pool:
        return list(pool.map(go, clients))


def tabs(client: Client, count: int) -> list[Client]:
    """More windows of one browser."""
    return [Client(client.port, dict(client.cookies), client.token) for _ in range(count)]


def count(house: House, kind: type) -> int:
    with house.app.app_context():
        return read_session().scalar(select(func.count()).select_from(kind)) or 0


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_last_answer_and_the_statement_from_more_tabs_at_once_give_one_certificate(
    serve: Serve, database: str
) -> None:
    house = serve(database)
    writer = in_a_test(house)
    first = writer.client(house)
    last = answer_all_but_one(house, writer, first)
    right = right_keys(house, last)
    saved = at_once(tabs(first, TABS), lambda tab: tab.save(writer.attempt, "the-last-one", last, right))
    assert {reply.status for reply in saved} == {200}
    assert count(house, Answer) == len(writer.drawn)

    path = f"/attempts/{writer.attempt}"
    page = first.ask("GET", f"{path}/check")
    handed = at_once(tabs(first, TABS), lambda tab: tab.send_form(f"{path}/submission", page.csrf()))
    assert {reply.status for reply in handed} == {303}
    assert count(house, HandIn) == 1

    sign_at_once(house, writer, first)
    assert [count(house, kind) for kind in (Signature, Period, Certificate)] == [1, 1, 1]


def answer_all_but_one(house: House, writer: Writer, client: Client) -> str:
    """Answer rightly; return the question that is left."""
    *others, last = writer.drawn
    for question in others:
        assert client.save(writer.attempt, f"{question}-1", question, right_keys(house, question)).status == 200
    return last


def right_keys(house: House, question: str) -> list[str]:
    return sorted(house.question(question).right_keys)


def sign_at_once(house: House, writer: Writer, client: Client) -> None:
    """One tab signs; the others hear that it is done."""
    path = f"/enrolments/{writer.enrolment}/statement"
    page = client.ask("GET", path)
    words = {"typed_name": writer.person.name, "shown": page.value("shown"), "language": writer.person.language}
    signed = at_once(tabs(client, TABS), lambda tab: tab.send_form(path, page.csrf(), **words))
    assert sorted({reply.status for reply in signed}) in ([303], [303, 409])


def test_forty_starts_of_a_test_at_once_draw_one(serve: Serve) -> None:
    house = serve("sqlite")
    writer = in_a_test(house)
    client = writer.client(house)
    page = client.ask("GET", "/account")
    path = f"/enrolments/{writer.enrolment}/attempts"
    started = at_once(tabs(client, 40), lambda tab: tab.send_form(path, page.csrf()))
    assert {reply.status for reply in started} == {303}
    assert len({reply.location for reply in started}) == 1
