"""How somebody in the demo takes an assessment: what the model says they answer, saved through the same services.

All answers of one sitting are saved in one unit of work, each at its own moment: a page saves each in one of its own,
which for the twelve thousand answers of the demo would take half a minute.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assess.answers import Answer
from assess.models import Sitting
from assess.queries.instruments import instrument_of
from assess.services import scoring, sittings
from demo.scores import Simulated, answers
from kernel import clock
from kernel.database import unit_of_work
from people.models import Person

CHECKING = timedelta(minutes=3)
Entry = tuple[str, Answer, str]


def take_part(incumbent: int, person_id: int, who: Simulated, at: datetime, rng: random.Random) -> None:
    """A colleague takes the assessment from `at` on, and hands in."""
    scoring.load()
    with clock.moved_to(at), unit_of_work() as session:
        person = session.get_one(Person, person_id)
        fill_in(session, person, sittings.start(session, person, incumbent=incumbent), who, rng)


def fill_in(
    session: Session, person: Person, sitting: Sitting, who: Simulated, rng: random.Random, *, most: int | None = None
) -> None:
    """Answer everything from now on and hand in, or answer the first `most` items and stop. Call `scoring.load` first.

    `rng` serves the model alone: with the same one somebody always answers the same.
    """
    at, moment, names = clock.now(), timedelta(), random.Random(sitting.id)
    given: list[tuple[datetime, Entry]] = []
    for item, answer, took in list(answers(who, instrument_of(sitting.revision), rng))[:most]:
        moment += took
        given.append((at + moment, (item, answer, f"{names.getrandbits(128):032x}")))
    sittings.save_all(session, person, sitting.id, _as_time_passes(given))
    if most is None:
        with clock.moved_to(at + moment + CHECKING):
            sittings.hand_in(session, person, sitting.id)


def _as_time_passes(given: list[tuple[datetime, Entry]]) -> Iterator[Entry]:
    """Each while the clock stands at its moment: whoever asks for the next one has saved the last."""
    for at, entry in given:
        with clock.moved_to(at):
            yield entry
