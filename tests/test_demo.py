"""The demo is what its pages promise: a whole organisation, everybody somewhere, and every rule of ours kept."""

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from assess.candidate_states import State as Stands
from assess.models import (
    Application,
    Decision,
    Derivation,
    Exercise,
    ExerciseRating,
    ExerciseTalk,
    Incumbent,
    JobProfile,
    Objection,
    Position,
    ProfileApproval,
    Release,
    Remark,
    Report,
    Scores,
    SittingAnswer,
    SittingHandIn,
    Vacancy,
)
from assess.queries.candidates import Candidate, candidates, is_released
from assess.queries.instruments import current_revision, keyings_of
from assess.queries.outcomes import outcome_of
from certificates.models import Certificate, Ending
from courses import grading
from courses.models import Answer, Attempt, Edition, Enrolment, HandIn, Period, Revision, Signature
from courses.progress import State, Timing
from courses.queries import evidence_of, learning
from courses.queries.content import course_revision, parsed
from courses.services.content import publish
from demo.applicants import INVITED, VISITORS
from demo.post import link_in
from hr.services import teams
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import File, Location, Person, Team
from tests.assess.selecting import Browser
from web.app import create_app
from web.config import Config

pytestmark = pytest.mark.xdist_group("demo")  # one worker builds it, once
ADDRESS = "http://localhost:8080"


@pytest.fixture
def demo(built_demo: Path, tmp_path: Path) -> Iterator[Flask]:
    """The demo, in a copy of its own."""
    folder = shutil.copytree(built_demo, tmp_path / "demo")
    app = create_app(Config(folder=folder, database_url="", base_url=ADDRESS, is_demo=True, has_worker=False))
    with app.app_context():
        yield app
    app.extensions["database"].engine.dispose()


def count(model: type, *conditions: object) -> int:
    return read_session().scalar(select(func.count()).select_from(model).where(*conditions)) or 0  # type: ignore[arg-type]


def test_an_organisation_of_120_with_300_certificates(demo: Flask) -> None:
    today = clock.now().date()
    assert count(Person, Person.left_on.is_(None) | (Person.left_on >= today)) >= 120
    assert (count(Team), count(Location)) == (8, 3)
    assert count(Certificate) >= 300
    assert count(Certificate, Certificate.valid_until < today) >= 50
    ended = Counter(read_session().scalars(select(Ending.kind)))
    assert ended["superseded"] >= 1
    assert ended["revoked"] >= 1
    first, last = read_session().execute(select(func.min(Certificate.issued_at), func.max(Certificate.issued_at))).one()
    assert (last - first).days > 2.5 * 365


def test_there_is_somebody_in_every_state(demo: Flask) -> None:
    session, today = read_session(), clock.now().date()
    still_open = session.scalars(select(Enrolment).where(Enrolment.closed_at.is_(None))).all()
    found = [learning.standing_of(session, enrolment, "nl", today) for enrolment in still_open]
    assert {State.NOT_STARTED, State.TESTING, State.FAILED, State.PASSED_UNSIGNED} <= {each.state for each in found}
    assert {Timing.OPEN, Timing.DUE_SOON, Timing.OVERDUE} <= {each.timing for each in found}
    assert count(Period, Period.valid_until >= today, Period.ended_on.is_(None)) >= 90
    assert count(Person, Person.left_on < today) >= 10
    now = course_revision(session, "avg", "nl").id
    renewed = select(Edition.revision_id).join(Attempt).join(HandIn).join(Enrolment)
    renewed = renewed.where(Enrolment.reason == "renewal", Enrolment.course == "avg", HandIn.is_passed)
    assert {now} < set(session.scalars(renewed))


def test_the_log_is_whole(demo: Flask) -> None:
    result = demo.test_cli_runner().invoke(args=["ledger", "verify"])
    assert result.exit_code == 0, result.output


def test_every_certificate_rests_on_a_passed_test_a_signature_and_a_period(demo: Flask) -> None:
    session = read_session()
    certified = set(session.scalars(select(Enrolment.id).where(Enrolment.closed_why == "certified")))
    passed = set(session.scalars(select(Attempt.enrolment_id).join(HandIn).where(HandIn.is_passed)))
    assert certified == set(session.scalars(select(Period.enrolment_id)))
    assert certified == set(session.scalars(select(Signature.enrolment_id)))
    assert certified <= passed
    of_a_course = Certificate.file_id.in_(select(File.id).where(File.purpose != "selection"))
    assert count(Certificate, of_a_course) == len(certified) + count(Ending, Ending.kind == "superseded")


def test_every_answer_that_is_kept_gives_the_digest_and_the_grade_of_its_test(demo: Flask) -> None:
    session, checked = read_session(), 0
    for attempt in session.scalars(select(Attempt).join(HandIn).order_by(Attempt.id)):
        answers = learning.given(learning.answers_of(session, attempt))
        if answers:
            drawn = learning.drawn_in(attempt)
            assert attempt.hand_in is not None
            assert grading.answers_digest(drawn, answers) == attempt.hand_in.answers_digest
            assert len(drawn) == attempt.hand_in.asked_count
            needed = grading.needed(len(drawn), attempt.pass_mark)
            assert attempt.hand_in.is_passed == (attempt.hand_in.right_count >= needed)
            checked += 1
    assert checked >= 100


def test_nothing_happened_before_or_after_its_time(demo: Flask) -> None:
    now = clock.now()
    evidence = (Answer.saved_at, HandIn.handed_in_at, Signature.signed_at, Certificate.issued_at)
    said = (Release.at, Remark.made_at, Decision.decided_at, Objection.made_at, ExerciseRating.handed_in_at)
    for moment in (*evidence, SittingAnswer.saved_at, SittingHandIn.handed_in_at, Report.made_at, *said):
        latest = read_session().scalar(select(func.max(moment)))
        assert latest is not None
        assert latest <= now
    late = select(HandIn).join(Attempt).join(Answer).where(Answer.saved_at > HandIn.handed_in_at)
    assert read_session().scalars(late).first() is None
    unread = select(Attempt.id).join(Enrolment).where(Attempt.started_at < Enrolment.opened_at)
    assert read_session().scalars(unread).first() is None


def test_each_profile_is_what_its_numbers_allow(demo: Flask) -> None:
    session, found = read_session(), {}
    for profile, title in session.execute(select(JobProfile, Position.title).join(Position)):
        outcome = outcome_of(session, profile)
        found[title] = (str(outcome.shown.status), outcome.shown.n_judged, outcome.shown.n_top) if outcome else None
    assert found == {
        "Medewerker klantcontact": ("indicative", 34, 5),
        "Verzorgende en helpende": ("provisional", 90, 0),
        "Planner": None,
    }
    assert count(ProfileApproval) == count(Derivation) == 2
    assert count(Incumbent) == 34 + 90 + 4
    assert count(Scores) == count(SittingHandIn)
    revision = current_revision(session, "contactcentrum")
    assert revision is not None
    assert len(keyings_of(session, revision)) == 2


def standing(demo: Flask) -> dict[str, Candidate]:
    """Who applied to the vacancy that is open, by name, as HR may see it."""
    session = read_session()
    vacancy = session.scalars(select(Vacancy).where(Vacancy.closed_at.is_(None))).one()
    return {each.name: each for each in candidates(session, vacancy)}


def test_twenty_candidates_stand_everywhere_a_candidate_can(demo: Flask) -> None:
    found = standing(demo)
    assert len(found) == 20
    assert set(Counter(each.state for each in found.values())) == set(Stands)
    assert [each.name for each in found.values() if each.has_bounced] == ["Hugo Brandsma"]
    assert Counter(read_session().scalars(select(Release.outcome))) == {"released": 7, "blocked": 2}
    assert Counter(read_session().scalars(select(Decision.outcome))) == {"hired": 1, "not_hired": 2}
    assert Counter(read_session().scalars(select(Remark.kind))) == {"correction": 1, "talk": 1, "comment": 1}
    assert (count(Objection), count(Exercise), count(ExerciseRating), count(ExerciseTalk)) == (1, 4, 5, 0)
    works_here = [each.name for each in found.values() if each.name and each.application.person.is_staff]
    assert works_here == ["Daniel Okafor"]


def test_nobody_can_tell_a_blocked_report_from_one_that_waits(demo: Flask) -> None:
    session, found = read_session(), standing(demo)
    blocked = set(session.scalars(select(Release.application_id).where(Release.outcome == "blocked")))
    assert len(blocked) == 2
    waits = next(each for each in found.values() if each.state is Stands.WITH_CANDIDATE and each.id not in blocked)
    readers = session.scalars(select(Person).where(Person.name.in_(("Marieke Postma", "Bram de Wit")))).all()
    for each in (each for each in found.values() if each.id in blocked):
        assert not is_released(session, each.application)
        assert each.state in {Stands.WITH_CANDIDATE, Stands.NOT_RELEASED}
        for reader, way in zip(sorted(readers, key=lambda one: one.name), ("my-vacancies", "vacancies"), strict=True):
            pages = Browser(demo, ADDRESS).sign_in(reader)
            theirs, other = (
                pages.get(f"/{way}/{one.application.vacancy_id}/applications/{one.id}/report") for one in (each, waits)
            )
            assert theirs.text.replace(each.name, "N") == other.text.replace(waits.name, "N")


def test_what_is_left_of_a_vacancy_that_closed_is_the_log(demo: Flask) -> None:
    session = read_session()
    closed = session.scalars(select(Vacancy).where(Vacancy.closed_at.is_not(None))).one()
    files = session.scalars(select(File).join(Application).where(Application.vacancy_id == closed.id)).all()
    assert len(files) == 3
    assert all(file.wrapped_key is None and file.erased_at is not None for file in files)
    assert not session.scalars(select(Report).join(Application).where(Application.vacancy_id == closed.id)).all()
    assert "erased" in set(session.scalars(select(Ending.kind)))


def test_the_links_of_the_candidates_let_a_visitor_in(demo: Flask) -> None:
    mail = demo.extensions["config"].folder / "mail"
    links = {each.name: link_in(mail, each.email) for each in VISITORS}
    assert all(link.startswith(f"{ADDRESS}/welcome/") for link in links.values())
    pages = Browser(demo, ADDRESS)
    welcome = pages.get(links[INVITED].removeprefix(ADDRESS))
    assert INVITED in welcome.heading
    assert "24 uur" in pages.submit(welcome.form()).text


def test_a_certificate_still_leads_to_all_it_rests_on_after_a_new_revision_and_a_deleted_team(demo: Flask) -> None:
    numbers = {number: _evidence(number) for number in _on_older_revisions()}
    assert len(numbers) >= 3
    with unit_of_work() as session:
        course = parsed(course_revision(session, "avg", "nl"))
        lesson = course.lessons[0]
        other = lesson.model_copy(update={"title": lesson.title.model_copy(update={"nl": "Een heel andere les"})})
        changed = course.model_copy(update={"lessons": (other, *course.lessons[1:])})
        assert publish(session, changed, is_material=True, actor=None)
    for team in read_session().scalars(select(Team).order_by(Team.id)).all()[1:]:
        with unit_of_work() as session:
            hr = session.scalars(select(Person).where(Person.name == "Marieke Postma")).one()
            gone, stays = session.get_one(Team, team.id), session.scalars(select(Team).order_by(Team.id)).first()
            assert stays is not None
            teams.move_everyone_and_delete(session, hr, gone, stays)
    assert count(Team) == 1
    anew = create_app(demo.extensions["config"])
    with anew.app_context():
        assert {number: _evidence(number) for number in numbers} == numbers
    anew.extensions["database"].engine.dispose()


def _on_older_revisions() -> list[str]:
    """Certificates of tests that were made on a revision of the course that is no longer shown."""
    now = course_revision(read_session(), "avg", "nl").id
    older = select(Certificate.public_id).join(Period).join(Enrolment).join(Attempt).join(HandIn).join(Edition)
    older = older.join(Revision).where(Revision.id != now, Revision.slug == "avg", HandIn.is_passed)
    return list(read_session().scalars(older.order_by(Certificate.id).limit(5)))


def _evidence(number: str) -> dict[str, object]:
    """The lesson text, the questions drawn, the order shown, the answers that are kept and the pass rule."""
    certificate = read_session().scalars(select(Certificate).where(Certificate.public_id == number)).one()
    found = evidence_of(read_session(), certificate)
    assert found.course.lessons
    assert found.asked
    return {
        "lessons": [lesson.model_dump() for lesson in found.course.lessons],
        "questions": [each.question.model_dump() for each in found.asked],
        "order": [each.drawn.options for each in found.asked],
        "answers": [each.answer.chosen if each.answer else None for each in found.asked],
        "rule": (found.needed, found.attempt.pass_mark, found.hand_in.right_count, found.hand_in.asked_count),
        "read": [(read.lesson, edition.edition_hash) for read, edition in found.read],
    }
