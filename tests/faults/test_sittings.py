"""An assessment under the same faults as a test: killed between an answer and its reply, and everything at once."""

import json
import random
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select

from assess.models import Scores, SittingAnswer, SittingHandIn
from assess.queries import sittings as queries
from kernel.database import read_session
from people.models import Person
from tests.assess import making
from tests.faults.client import Client, Reply
from tests.faults.conftest import Serve, Writer
from tests.faults.test_at_once import TABS, at_once, count, tabs
from tests.faults.test_killed import Stream, assert_sound, kill_at_random
from tests.journeys.steps import House

KILLS = 20


@dataclass
class Ratings(Stream):
    """Answers to an assessment without end; the writer's `attempt` is the number of the sitting."""

    __hash__ = Stream.__hash__

    def save(self, event: str, question: str, chosen: list[str]) -> Reply:
        return self.client.rate(self.writer.attempt, event, question, chosen)


def in_an_assessment(house: House) -> Writer:
    """Somebody who does the work and has started; every item with what can be chosen at it."""
    person = house.newcomer()
    with house.app.app_context():
        making.publish()
        incumbent = making.incumbent(person=house.person(person))
        sitting, measured = making.begin(incumbent), making.instrument()
        drawn = {each.item_id: [str(number) for number in range(1, 6)] for each in measured.statements}
        drawn |= {f"si-{key}": [f"A{number}" for number in range(1, 6)] for key in measured.key}
        return Writer(person, incumbent.id, sitting.id, drawn)


def test_no_acknowledged_rating_is_lost_or_doubled_when_the_server_is_killed_twenty_times(serve: Serve) -> None:
    house, chance = serve("sqlite"), random.Random(20261126)
    writers = [in_an_assessment(house) for _ in range(3)]
    streams = [Ratings(house, each, random.Random(number), each.client(house)) for number, each in enumerate(writers)]
    for stream in streams:
        stream.start()
    kill_at_random(house, streams, chance, KILLS)
    for stream in streams:
        stream.is_over = True
        stream.join(timeout=30)
        assert not stream.is_alive()
    assert sum(stream.broken for stream in streams) >= KILLS, "the kills fell between answers, not within them"
    for stream in streams:
        assert_kept(house, stream)
    assert_sound(house, SittingAnswer)


def assert_kept(house: House, stream: Ratings) -> None:
    """What is in the series is what was acknowledged, in the order in which it was sent, once."""
    with house.app.app_context():
        session = read_session()
        sitting = queries.own_sitting(session, session.get_one(Person, stream.writer.person.key), stream.writer.attempt)
        mine = select(SittingAnswer).where(SittingAnswer.sitting_id == sitting.id).order_by(SittingAnswer.id)
        kept = [
            (row.event, row.item, queries.opened(sitting, row).answer, row.sequence) for row in session.scalars(mine)
        ]
    sent = [
        (event, item, {"A": int(one[1])} if one[0] == "A" else int(one)) for event, item, [one] in stream.acknowledged
    ]
    assert [each[:3] for each in kept] == sent
    for item in stream.writer.drawn:
        series = [sequence for _, name, _, sequence in kept if name == item]
        assert series == list(range(1, len(series) + 1)), item


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_one_answer_and_the_hand_in_from_more_tabs_at_once_happen_once(serve: Serve, database: str) -> None:
    house = serve(database)
    writer = in_an_assessment(house)
    first = writer.client(house)
    saved = at_once(tabs(first, 15), lambda tab: tab.rate(writer.attempt, "the-same", "st-01", ["4"]))
    assert {reply.status for reply in saved} == {200}
    assert {json.loads(reply.text)["elsewhere"] for reply in saved} == {None}
    assert count(house, SittingAnswer) == 1

    page = first.ask("GET", f"/sittings/{writer.attempt}/check")
    handed = at_once(tabs(first, TABS), lambda tab: hand_in(tab, writer, page))
    assert {reply.status for reply in handed} == {303}
    assert [count(house, kind) for kind in (SittingHandIn, Scores)] == [1, 1]
    with house.app.app_context():
        assert read_session().scalar(select(func.count()).select_from(SittingAnswer)) == 1


def hand_in(tab: Client, writer: Writer, page: Reply) -> Reply:
    return tab.send_form(f"/sittings/{writer.attempt}/submission", page.csrf(), is_sure="y")
