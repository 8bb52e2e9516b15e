"""Content that nobody approved says so on every page that shows it, and on every certificate earned with it."""

import pytest
from flask import Flask
from sqlalchemy import select

from certificates import queries
from certificates.models import Certificate
from certificates.paper_content import paper_content
from courses.models import Revision
from courses.services import content
from kernel.database import read_session, unit_of_work
from people.models import Organisation, Person
from people.permissions import Role
from tests import factories
from tests.courses import taught
from tests.pages import Page, Pages

TAG = "Concept: nog niet goedgekeurd"
WITHOUT_ITS_TEXT = {"home", "content", "achievement", "attempt_resume", "evidence"}


@pytest.fixture
def school(app: Flask) -> Flask:
    return taught.app_of(app)


def is_draft() -> bool:
    session = read_session()
    certificate = session.scalars(select(Certificate).order_by(Certificate.id.desc())).first()
    assert certificate is not None
    found = queries.sealed(session, certificate)
    assert found is not None
    organisation = session.get_one(Organisation, 1)
    named = {"public_id": certificate.public_id, "holder_code": "X", "log_index": 1}
    return paper_content(found.credential, organisation, **named).is_draft  # type: ignore[arg-type]


def test_a_certificate_of_unapproved_content_says_concept_and_keeps_saying_it(school: Flask) -> None:
    with school.app_context():
        taught.learner().finish()
        assert is_draft()
        officer = factories.person(Role.PRIVACY_OFFICER)
        with unit_of_work() as session:
            revision = session.scalars(select(Revision).where(Revision.slug == taught.COURSE)).one()
            content.approve(session, revision.id, actor=session.get_one(Person, officer.id), role="FG")
        assert is_draft()
        taught.learner().finish()
        assert not is_draft()


def walk(pages: Pages, officer: Person, revision: int) -> dict[str, Page]:
    """Every page that shows a text, to who learns, tests, signs or approves, by endpoint."""
    seen = {"revision": pages.sign_in(officer).get(f"/content/{revision}")}
    with pages.app.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
    pages.sign_in(learner.person)
    mine = f"/enrolments/{learner.enrolment_id}"
    seen |= {
        "enrolment": pages.get(mine),
        "lesson": pages.get(f"{mine}/lessons/snelstart"),
        "practice": pages.get(f"{mine}/practice/snelstart"),
        "card": pages.get("/card"),
        "question": pages.get(f"/attempts/{attempt.id}/questions/1"),
        "attempt_check": pages.get(f"/attempts/{attempt.id}/check"),
    }
    with pages.app.app_context():
        learner.answer_all(attempt)
        learner.hand_in(attempt)
    seen |= {"attempt": pages.get(f"/attempts/{attempt.id}"), "statement": pages.get(f"{mine}/statement")}
    with pages.app.app_context():
        signature = learner.sign()
    return seen | {"signed": pages.get(f"/statements/{signature}")}


def test_every_page_of_a_draft_says_concept_and_none_of_an_approved_text_does(school: Flask, pages: Pages) -> None:
    with school.app_context():
        officer = factories.person(Role.PRIVACY_OFFICER)
        revisions = read_session().scalars(select(Revision.id)).all()
    drafts = walk(pages, officer, revisions[0])
    with school.app_context(), unit_of_work() as session:
        for revision in revisions:
            content.approve(session, revision, actor=session.get_one(Person, officer.id), role="FG")
    approved = walk(pages, officer, revisions[0])
    rules = [rule for rule in school.url_map.iter_rules() if rule.endpoint.startswith("courses.")]
    shown = {rule.endpoint.removeprefix("courses.") for rule in rules if "GET" in (rule.methods or ())}
    assert shown - WITHOUT_ITS_TEXT == set(drafts)
    assert {name: page.text.count(TAG) for name, page in drafts.items()} == dict.fromkeys(drafts, 1)
    assert {name: page.text.count(TAG) for name, page in approved.items()} == dict.fromkeys(approved, 0)
