"""A whole attempt: from the door to the review, in CPU-seconds of the server."""

import re
import uuid
from statistics import median

from bench.learners import ready
from bench.results import Goal, Result, within
from bench.server import Server
from bench.visitor import Page, Visitor
from tests.courses.taught import Learner

ATTEMPTS = 20
ANSWERED = 10
WHOLE = Goal(0.15)
_CHOICE = re.compile(r'<input[^>]*name="chosen"[^>]*value="([^"]+)"')


def measure(server: Server) -> list[Result]:
    """Pages alone: style sheets and scripts stay in the browser after a first visit.

    A shared machine only ever adds to the CPU of a request, so the quietest attempt says most about the code.
    """
    _take(server, ready())
    spent = [_cpu(server, ready()) for _ in range(ATTEMPTS)]
    name = f"a whole attempt: sign in, {ANSWERED} questions, check, hand in, review"
    return [
        within(f"{name}, {words}", figure, "CPU-s", WHOLE, "issue 2")
        for words, figure in (("median", median(spent)), ("quietest", min(spent)))
    ]


def _cpu(server: Server, learner: Learner) -> float:
    before = server.cpu()
    _take(server, learner)
    return server.cpu() - before


def _take(server: Server, learner: Learner) -> Page:
    """Sign in, start, answer one a page (post and next page), check, hand in, see the review."""
    visitor = Visitor(server.port)
    visitor.sign_in(str(learner.person.email))
    visitor.get(f"/enrolments/{learner.enrolment_id}")
    page = visitor.post(f"/enrolments/{learner.enrolment_id}/attempts")
    attempt = page.path.split("/")[2]
    for _ in range(ANSWERED):
        page = visitor.post(page.path, event=str(uuid.uuid4()), chosen=_CHOICE.findall(page.text)[0], to="next")
    visitor.get(f"/attempts/{attempt}/check")
    return visitor.post(f"/attempts/{attempt}/submission")
