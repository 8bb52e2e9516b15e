"""The trail in words, narrowed by what stands in the address; and mails and failed work."""

import ast
import re
from collections.abc import Iterator

import pytest

from certificates.ledger.queries import head
from hr import trail_words
from hr.staff_changes import Kind
from kernel import audit, clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.jobs import Job
from people.permissions import Role
from people.trail import WORDS
from tests.hr.house import COURSE, House, token_of
from tests.pages import Pages
from web.config import ROOT

PACKAGES = ("people", "certificates", "courses", "assess", "hr", "web")
WRITERS = {"record", "record_each", "note", "_record", "_mail", "_opened", "_looked_at"}  # audit's own, and short hands


def acts() -> set[str]:
    """Every act that the source names where it writes one down, and every one that a person can read of themselves."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    named = {text for path in paths for text in texts_of(ast.parse(path.read_text()))}
    return {text for text in named | set(WORDS) if re.fullmatch(r"[a-z_]+\.[a-z_]+", text)}


def texts_of(tree: ast.AST) -> Iterator[str]:
    """The texts in the arguments of each call that writes, and in whatever is called an action."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
            found: list[ast.expr] = [*node.args, *(each.value for each in node.keywords)] if name in WRITERS else []
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "action":
            found = [node.value]
        else:
            continue
        for each in found:
            yield from (text.value for text in ast.walk(each) if isinstance(text, ast.Constant) and is_text(text))


def is_text(constant: ast.Constant) -> bool:
    return isinstance(constant.value, str)


def test_every_act_of_the_house_has_words() -> None:
    nouns = {act.partition(".")[0] for act in acts()} - set(trail_words.NOUNS)
    verbs = {act.partition(".")[2] for act in acts()} - set(trail_words.VERBS)
    assert (nouns, verbs) == (set(), set())


def test_an_auditor_reads_what_was_done_in_words(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.AUDITOR]).get("/trail?action=certificate.issued")
    assert "certificaat uitgegeven" in page.text
    assert "Carla Klaar" in page.text
    assert "".join(page.root.find(".//tbody").itertext()).count("ronde geopend") == 0


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [("q=carla", True), ("q=zzz", False), ("since=2999-01-01", False), ("until=2999-01-01", True)],
)
def test_person_and_day_narrow_the_trail(house: House, pages: Pages, asked: str, is_found: bool) -> None:
    page = pages.sign_in(house.staff[Role.PRIVACY_OFFICER]).get(f"/trail?action=certificate.issued&{asked}")
    assert ("Carla Klaar" in page.text) is is_found


@pytest.mark.parametrize("odd", ["page=x", "since=gisteren", "action=nothing.such", "page=99999"])
def test_an_odd_address_still_shows_the_trail(house: House, pages: Pages, odd: str) -> None:
    assert pages.sign_in(house.staff[Role.AUDITOR]).get(f"/trail?{odd}").heading == "Logboek"


def test_the_log_shows_its_size_and_where_the_signed_head_is(house: House, pages: Pages) -> None:
    page = pages.sign_in(house.staff[Role.AUDITOR]).get("/trail/log")
    with house.app.app_context():
        known = head(read_session())
    assert known is not None
    assert known.root.hex() in page.text
    assert str(known.size) in page.text
    if "Download de getekende stand" in page.links():
        pages.get(page.links()["Download de getekende stand"])


def test_failed_work_is_tried_again_from_the_page(house: House, pages: Pages) -> None:
    with house.app.app_context(), unit_of_work() as session:
        job = jobs.enqueue(session, "daily", {}, key="daily:test")
        job.failed_at, job.error, job.tries = clock.now(), "OSError: the disk is full", 6
        audit.record(session, "test", actor=None)
    pages.sign_in(house.staff[Role.HR])
    page = pages.get("/mails")
    assert "the disk is full" in page.text
    done = pages.submit(page.form("retries"))
    assert "We proberen het opnieuw" in done.text
    assert "the disk is full" not in done.text
    with house.app.app_context():
        again = read_session().get_one(Job, job.id)
        assert (again.failed_at, again.tries) == (None, 0)
    pages.post(f"/jobs/{job.id}/retries", {"csrf_token": token_of(done)}, status=409)
    pages.post("/jobs/99999/retries", {"csrf_token": token_of(done)}, status=404)


def test_the_mails_show_subject_and_state_and_never_the_words(house: House, pages: Pages) -> None:
    pages.sign_in(house.staff[Role.HR])
    pages.submit(
        pages.get(f"/people/{house.late.person.id}/enrolments/{house.late.enrolment_id}/reminder").form("reminder")
    )
    page = pages.get("/mails?state=queued&q=lotte")
    assert "Lotte Laat" in page.text
    assert "Staat klaar" in page.text
    assert "/enrolments/" not in page.text
    with house.app.app_context():
        jobs.run_all()
    assert "Lotte Laat" in pages.get("/mails?state=sent&q=lotte").text


PAGES = {
    "/desk": {Role.HR, Role.PRIVACY_OFFICER, Role.AUDITOR},
    "/register": {Role.HR, Role.PRIVACY_OFFICER, Role.AUDITOR},
    f"/register?course={COURSE}": {Role.HR, Role.PRIVACY_OFFICER, Role.AUDITOR},
    "/register/export": {Role.HR, Role.PRIVACY_OFFICER, Role.AUDITOR},
    "/register/downloads": {Role.HR},
    "/reminders": {Role.HR, Role.PRIVACY_OFFICER, Role.AUDITOR},
    "/assignments": {Role.HR},
    "/assignments/new": {Role.HR},
    "/team": {Role.MANAGER},
    "/trail": {Role.PRIVACY_OFFICER, Role.AUDITOR},
    "/trail/export": {Role.PRIVACY_OFFICER, Role.AUDITOR},
    "/trail/log": {Role.PRIVACY_OFFICER, Role.AUDITOR},
    "/mails": {Role.HR, Role.ADMINISTRATOR},
}


def test_each_page_opens_for_its_roles_and_is_not_there_for_others(house: House, pages: Pages) -> None:
    for role, person in house.staff.items():
        pages.sign_in(person)
        for path, roles in PAGES.items():
            pages.get(path, status=200 if role in roles else 404)
    pages.sign_in(house.fresh.person)
    for path in PAGES:
        pages.get(path, status=404)


def test_signed_out_every_page_goes_to_the_door(house: House, pages: Pages) -> None:
    for path in PAGES:
        assert pages.get(path, follow=False, status=303).response.location.startswith("/sign-in")


@pytest.mark.parametrize("kind", [Kind.JOINS, Kind.CHANGES, Kind.RETURNS, Kind.LEAVES])
def test_what_a_staff_list_does_to_a_person_has_words(kind: Kind) -> None:
    assert trail_words.words_of(f"person.{kind}")[1] in trail_words.VERBS.values()
