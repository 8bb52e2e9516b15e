"""People who take the final test, as visitors of the server."""

import uuid
from dataclasses import dataclass, field

from bench.visitor import Page, Visitor
from courses.queries import learning
from tests.courses import taught

COURSE = "avg"


def ready() -> taught.Learner:
    """A new person who has read every lesson."""
    return taught.learner(COURSE).read()


@dataclass
class Tester:
    """A visitor halfway a test, who answers its questions over and over, each time otherwise."""

    visitor: Visitor
    attempt: int
    drawn: list[tuple[str, list[str]]]
    _chosen: dict[str, str] = field(default_factory=dict)

    def see(self, number: int) -> Page:
        return self.visitor.get(self._page(number))

    def save(self, number: int) -> Page:
        """As the script does: one event, never sent before."""
        question, chosen = self._other_answer(number)
        path = f"/attempts/{self.attempt}/answers"
        return self.visitor.send(path, event=str(uuid.uuid4()), question=question, chosen=[chosen])

    def go_on(self, number: int) -> Page:
        """As without scripts: the form is posted and the next page comes."""
        _question, chosen = self._other_answer(number)
        return self.visitor.post(self._page(number), event=str(uuid.uuid4()), chosen=chosen, to="next")

    def _page(self, number: int) -> str:
        return f"/attempts/{self.attempt}/questions/{number % len(self.drawn) + 1}"

    def _other_answer(self, number: int) -> tuple[str, str]:
        question, options = self.drawn[number % len(self.drawn)]
        chosen = next(option for option in options if option != self._chosen.get(question))
        self._chosen[question] = chosen
        return question, chosen


def tester(port: int) -> Tester:
    """A new person, signed in, with the test before them."""
    learner, visitor = ready(), Visitor(port)
    visitor.sign_in(str(learner.person.email))
    attempt = learner.start()
    drawn = [(each.question, list(each.options)) for each in learning.drawn_in(attempt)]
    visitor.get(f"/attempts/{attempt.id}/questions/1")
    return Tester(visitor, attempt.id, drawn)
