"""The server is killed between an answer and its reply, fifty times, while three people answer."""

import http.client
import random
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

import psutil
from sqlalchemy import func, select, text

from courses.models import Answer
from kernel.audit import AuditRow
from kernel.database import read_session
from tests.faults.client import Client, Reply
from tests.faults.conftest import Serve, Writer, in_a_test
from tests.journeys.steps import House

KILLS = 50
Sent = tuple[str, str, list[str]]  # event, question, chosen


@dataclass
class Stream(threading.Thread):
    """Answers without end; sends again, under the same event, whatever was not acknowledged."""

    house: House
    writer: Writer
    chance: random.Random
    client: Client
    acknowledged: list[Sent] = field(default_factory=list)
    broken: int = 0
    is_over: bool = False

    def __post_init__(self) -> None:
        super().__init__(daemon=True)

    __hash__ = threading.Thread.__hash__

    def run(self) -> None:
        while not self.is_over:
            question, options = self.chance.choice(list(self.writer.drawn.items()))
            sent = (str(uuid.uuid4()), question, [self.chance.choice(options)])
            while not self._is_acknowledged(sent):
                time.sleep(0.02)
            self.acknowledged.append(sent)

    def save(self, event: str, question: str, chosen: list[str]) -> Reply:
        return self.client.save(self.writer.attempt, event, question, chosen)

    def _is_acknowledged(self, sent: Sent) -> bool:
        try:
            reply = self.save(*sent)
        except (OSError, http.client.HTTPException):
            self.broken += 1
            return False
        assert reply.status == 200, reply.text
        return True


def serving(house: House) -> psutil.Process | None:
    """The process that answers; its master starts a new one when it is gone."""
    assert house.server.process is not None
    return next(iter(psutil.Process(house.server.process.pid).children()), None)


def kill_at_random(house: House, streams: Sequence[Stream], chance: random.Random, kills: int = KILLS) -> None:
    """Each kill waits until answers flow again, and a little longer, so that it falls at any point of one."""
    for _ in range(kills):
        so_far = sum(len(stream.acknowledged) for stream in streams)
        until = time.monotonic() + 20
        while sum(len(stream.acknowledged) for stream in streams) < so_far + 2:
            assert time.monotonic() < until, (house.server.folder / "server.log").read_text()[-2000:]
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        if process := serving(house):
            process.kill()


def test_no_acknowledged_answer_is_lost_or_doubled_when_the_server_is_killed_fifty_times(serve: Serve) -> None:
    house, chance = serve("sqlite"), random.Random(20261123)
    writers = [in_a_test(house) for _ in range(3)]
    streams = [Stream(house, each, random.Random(number), each.client(house)) for number, each in enumerate(writers)]
    for stream in streams:
        stream.start()
    kill_at_random(house, streams, chance)
    for stream in streams:
        stream.is_over = True
        stream.join(timeout=30)
        assert not stream.is_alive()
    assert sum(stream.broken for stream in streams) >= KILLS, "the kills fell between answers, not within them"
    for stream in streams:
        assert_kept(house, stream)
    assert_sound(house)


def assert_kept(house: House, stream: Stream) -> None:
    """What is in the series is what was acknowledged, in the order in which it was sent, once."""
    mine = select(Answer).where(Answer.attempt_id == stream.writer.attempt).order_by(Answer.id)
    with house.app.app_context():
        kept = list(read_session().scalars(mine))
    assert [(each.event, each.question, each.chosen) for each in kept] == stream.acknowledged
    for question in stream.writer.drawn:
        series = [each.sequence for each in kept if each.question == question]
        assert series == list(range(1, len(series) + 1)), question


def assert_sound(house: House, kind: type = Answer) -> None:
    """The database is whole, each answer has one row in the trail, and the log recomputes."""
    with house.app.app_context():
        session = read_session()
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        answers = session.scalar(select(func.count()).select_from(kind))
        trail = session.scalar(select(func.count()).select_from(AuditRow).where(AuditRow.action == "answer.saved"))
        assert answers == trail
        session.close()
    verified = house.app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert verified.exit_code == 0, verified.output
