"""Passed and signed is certified, in one transaction, and stays provable."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from certificates.errors import AlreadyIssued
from certificates.models import Certificate
from certificates.services.issuing import Achievement, issue
from courses.catalogue import Library
from courses.errors import OtherName, PassFirst, WordsMissing
from courses.models import Answer, Enrolment, HandIn, Revision, Signature
from courses.queries import evidence_of, learning, overview, person_record, standing
from courses.queries.record import achievement_key
from courses.services import content, daily, statements
from courses.services.content import import_library
from courses.services.periods import end_revoked
from kernel import clock, jobs
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail
from people.models import File, Organisation, Person, Team
from tests import factories
from tests.courses import taught

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def school(either_app: Flask) -> Flask:
    return taught.app_of(either_app)


def changed_library() -> Library:
    """The library with one word more in the lesson of the quick start."""
    library = taught.content.library()
    course = library.course(taught.COURSE)
    lesson = course.lessons[0]
    new = lesson.model_copy(update={"title": lesson.title.model_copy(update={"nl": "Een heel andere les"})})
    others = tuple(each for each in library.courses if each.slug != course.slug)
    return library.model_copy(update={"courses": (*others, course.model_copy(update={"lessons": (new,)}))})


def publish_changed(*, is_material: bool) -> content.Imported:
    with unit_of_work() as session:
        return import_library(session, changed_library(), is_material=is_material, actor=None)


def test_a_certificate_comes_with_the_signature_and_not_before(school: Flask) -> None:
    with school.app_context(), clock.moved_to(MORNING):
        learner = taught.learner().read()
        learner.take()
        assert read_session().scalar(select(func.count()).select_from(Certificate)) == 0
        learner.sign()
        (record,) = person_record(read_session(), learner.person)
        assert record.certificate is not None
        assert record.period is not None
        assert (record.period.valid_from, record.period.valid_until) == (date(2026, 3, 2), date(2027, 3, 2))
        assert record.enrolment.closed_why == "certified"
        kinds = list(read_session().scalars(select(Mail.kind).order_by(Mail.id)))
        assert kinds == ["courses_signed", "courses_certified"]


def test_when_the_certificate_is_refused_nothing_is_signed(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        learner.take()
        with unit_of_work() as session:
            file = session.get_one(Enrolment, learner.enrolment_id).file
            _issue_beforehand(session, session.get_one(Person, learner.person.id), file, learner.enrolment_id)
        with pytest.raises(AlreadyIssued):
            learner.sign()
        assert read_session().scalar(select(func.count()).select_from(Signature)) == 0


def _issue_beforehand(session: Session, person: Person, file: File, enrolment_id: int) -> None:
    """A certificate that stands in the way of the one that signing gives."""
    hashes = {"revision_hash": "0" * 64, "edition_hash": "0" * 64, "evidence": {"answers": "0" * 64}}
    achievement = Achievement(
        key=achievement_key(enrolment_id),
        title="Eerder",
        description="Eerder",
        criteria="Eerder",
        course=taught.COURSE,
        pass_rule={"Eindtoets": "7"},
        language="nl",
        **hashes,  # type: ignore[arg-type]
    )
    day = date(2026, 1, 1)
    issue(session, person=person, file=file, achievement=achievement, valid_from=day, valid_until=day, actor=None)


def test_renewing_in_the_window_loses_no_days_and_the_old_evidence_stays(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(MORNING):
            person = taught.learner().finish().person
        with clock.moved_to(datetime(2027, 1, 15, 9, tzinfo=UTC)):
            daily(clock.now())
            daily(clock.now())
            renewal = taught.of(person)
            assert (renewal.enrolment().reason, renewal.enrolment().due_on) == ("renewal", date(2027, 3, 2))
            renewal.take()  # without reading: who renews may go straight to the test
            renewal.sign()
        new, old = person_record(read_session(), person)
        assert new.period is not None
        assert old.certificate is not None
        assert (new.period.valid_from, new.period.valid_until) == (date(2027, 3, 3), date(2028, 3, 2))
        assert len(evidence_of(read_session(), old.certificate).asked) == 8


def test_evidence_survives_a_new_revision_and_a_deleted_team(school: Flask) -> None:
    with school.app_context():
        team = factories.team("Nachtzorg")
        learner = taught.learner(team_id=team.id).finish()
        before = taught.content.library().course(taught.COURSE).lessons[0].title.nl
        publish_changed(is_material=False)
        with unit_of_work() as session:
            session.get_one(Person, learner.person.id).team_id = None
            session.flush()
            session.delete(session.get_one(Team, team.id))
            taught.audit.record(session, "test", actor=None)
        (record,) = person_record(read_session(), learner.person)
        assert record.certificate is not None
        found = evidence_of(read_session(), record.certificate)
        assert found.course.lessons[0].title.nl == before != "Een heel andere les"
        assert [each.drawn.question for each in found.asked] == [row["question"] for row in found.attempt.drawn]
        assert (found.needed, found.hand_in.right_count) == (7, 8)
        assert all(each.answer for each in found.asked)


def test_an_attempt_is_graded_against_the_edition_it_was_drawn_from(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        attempt = learner.start()
        publish_changed(is_material=True)
        learner.answer_all(attempt)
        assert learner.hand_in(attempt)
        assert learning.own_attempt(read_session(), learner.person, attempt.id).edition_id == attempt.edition_id


def test_a_material_revision_asks_again_and_a_minor_one_does_not(school: Flask) -> None:
    with school.app_context():
        person = taught.learner().finish().person
        imported = publish_changed(is_material=True)
        assert [revision.slug for revision in imported.published] == [taught.COURSE]
        jobs.run_all()
        assert taught.of(person).enrolment().reason == "changed"


def test_an_unchanged_library_publishes_nothing(school: Flask) -> None:
    with school.app_context():
        count = read_session().scalar(select(func.count()).select_from(Revision))
        taught.publish()
        assert read_session().scalar(select(func.count()).select_from(Revision)) == count


def test_answers_go_12_months_after_their_period_and_their_digest_stays(school: Flask) -> None:
    with school.app_context():
        with clock.moved_to(MORNING):
            learner = taught.learner().finish()
        for moment, left in ((datetime(2028, 3, 2, 12, tzinfo=UTC), 8), (datetime(2028, 3, 3, 12, tzinfo=UTC), 0)):
            with clock.moved_to(moment):
                daily(moment)
            assert read_session().scalar(select(func.count()).select_from(Answer)) == left
        assert read_session().scalar(select(HandIn.answers_digest)) is not None
        (_renewal, record) = person_record(read_session(), learner.person)
        assert record.certificate is not None
        assert not evidence_of(read_session(), record.certificate).has_answers


def test_the_figures_and_the_register_follow(school: Flask) -> None:
    with school.app_context(), clock.moved_to(MORNING):
        team = factories.team("Dagzorg")
        today = date(2026, 3, 2)
        certified = taught.learner(team_id=team.id, name="Anna").finish()
        taught.learner(team_id=team.id, due_on=date(2026, 3, 1), name="Bas")
        taught.learner(team_id=team.id, due_on=date(2026, 4, 1), name="Cas").read()
        row = next(row for row in overview(read_session(), taught.COURSE, today) if row.team and row.team.id == team.id)
        assert (row.certified, row.due, row.late, row.never_started, row.people) == (1, 1, 1, 1, 3)
        for state, names in (("certified", ["Anna"]), ("late", ["Bas"]), ("due", ["Cas"]), ("never_started", ["Bas"])):
            found = standing(read_session(), taught.COURSE, today, state=state)
            assert [each.person.name for each in found.rows] == names
        with unit_of_work() as session:
            certificate = session.scalars(select(Certificate)).one()
            assert end_revoked(session, certificate, actor=None) is not None
        assert standing(read_session(), taught.COURSE, today, state="certified").total == 0
        assert certified.person.name == "Anna"


def test_a_statement_is_signed_with_ones_own_name_word_for_word(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner(name="Zoë van der Wal", function="verzorgende")
        with pytest.raises(PassFirst):
            learner.sign()
        learner.read().take()
        with pytest.raises(OtherName):
            learner.sign("Zoë van der Wall")
        number = learner.sign("  zoe  VAN der wal ")
        signature = read_session().get_one(Signature, number)
        copy = statements.signed(read_session(), signature)
        assert "Ik, Zoë van der Wal, werk voor" in copy.text
        assert "als verzorgende" in copy.text
        assert "{" not in copy.text
        assert statements.text_hash(copy.text) == signature.text_hash
        assert signature.opened_at < signature.signed_at


def test_a_statement_with_open_blanks_is_not_signed(school: Flask) -> None:
    with school.app_context():
        learner = taught.learner().read()
        learner.take()
        with unit_of_work() as session:
            session.get_one(Organisation, 1).words = {}
            taught.audit.record(session, "test", actor=None)
        with pytest.raises(WordsMissing):
            learner.sign()
