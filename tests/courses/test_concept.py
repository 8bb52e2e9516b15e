"""Content that nobody approved says so on every certificate that was earned with it, for as long as it lives."""

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
