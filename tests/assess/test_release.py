"""The candidate lets the report go or keeps it; what was let go stays so, and certifies without a score."""

import io
from pathlib import Path

import pikepdf
import pytest
from flask import Flask

from assess.errors.candidates import AlreadyObjected, AlreadyReleased, NoDecision, NoReport, NothingWritten
from assess.models import Application, Release
from assess.queries import candidacy, reports
from assess.queries.sittings import scores_of, sitting_for
from assess.services import objecting, releasing, remarks
from certificates import queries
from certificates.canonical import canonical
from certificates.ledger.entries import EntryType, parse
from certificates.ledger.queries import entry
from certificates.models import Certificate
from certificates.paper_text import shows, visible_text
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail
from people.models import Person
from tests import factories
from tests.assess import reporting
from tests.certificates import making as issued
from tests.conftest import BASE_URL, make_app
from tests.people.parallel import at_once


def outcomes(applied: Application) -> list[str]:
    chosen = read_session().query(Release).filter_by(application_id=applied.id).order_by(Release.sequence)
    return [each.outcome for each in chosen]


def certificate_of(applied: Application) -> Certificate:
    last = candidacy.last_release(read_session(), applied)
    assert last is not None
    assert last.certificate is not None
    return last.certificate


def mails(kind: str) -> int:
    return read_session().query(Mail).filter_by(kind=kind).count()


def test_nothing_is_let_go_before_there_is_a_report(app: Flask) -> None:
    with app.app_context():
        applied = reporting.invited()
        for choice in (releasing.release, releasing.block):
            with pytest.raises(NoReport):
                reporting.do(applied, choice)


def test_a_release_certifies_that_it_was_taken_and_what_it_rests_on(either_app: Flask) -> None:
    with either_app.app_context():
        applied = reporting.reported()
        reporting.do(applied, releasing.release)
        certificate, session = certificate_of(applied), read_session()
        found = queries.sealed(session, certificate)
        assert found is not None
        achievement = found.credential["credentialSubject"]["achievement"]
        assert achievement["achievementType"] == "Assessment"
        assert (certificate.achievement, certificate.title) == (
            f"assess.application:{applied.id}",
            "Assessment Medewerker contactcentrum",
        )
        evidence = {each["name"]: each["description"] for each in found.credential["evidence"]}
        report = reports.digest_of(session, applied)
        assert evidence == {"report": f"SHA-256 {report}", "profile": f"SHA-256 {reporting.CONTENT_HASH}"}
        assert (certificate.valid_until.year - certificate.valid_from.year) == 1
        assert parse(entry(session, certificate.entry_index)).type is EntryType.ISSUE


def test_a_certificate_holds_no_score(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        reporting.do(applied, releasing.release)
        session, found = read_session(), queries.sealed(read_session(), certificate_of(applied))
        sitting = sitting_for(session, application=applied.id)
        assert found is not None
        assert sitting is not None
        scores = scores_of(session, sitting)
        assert scores is not None
        text = canonical(found.credential).decode()
        assert not [score for score in scores["scales"].values() if score in text or f"{float(score):.1f}" in text]


def test_the_paper_says_that_it_was_taken_and_not_that_anybody_passed(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        reporting.do(applied, releasing.release)
        with pikepdf.open(io.BytesIO(issued.paper(certificate_of(applied)))) as pdf:
            text = visible_text(pdf)
        for words in ("Assessmentcertificaat", "maakte dit assessment en gaf het rapport vrij", "indicatief"):
            assert shows(text, words), words
        for words in ("Trainingscertificaat", "goed gevolg", "geslaagd"):
            assert not shows(text, words), words


def test_releasing_twice_is_once(either_app: Flask) -> None:
    with either_app.app_context():
        applied = reporting.reported()
        first, second = (reporting.do(applied, releasing.release) for _ in range(2))
        assert first.id == second.id
        assert outcomes(applied) == ["released"]
        assert (mails("application_released"), mails("contact_report_there")) == (1, 1)


def test_what_was_blocked_may_be_released_and_never_back(either_app: Flask) -> None:
    with either_app.app_context():
        applied = reporting.reported()
        reporting.do(applied, releasing.block)
        reporting.do(applied, releasing.block)
        assert read_session().query(Certificate).count() == 0
        reporting.do(applied, releasing.release)
        with pytest.raises(AlreadyReleased):
            reporting.do(applied, releasing.block)
        assert outcomes(applied) == ["blocked", "released"]


def test_a_block_tells_the_employer_nothing(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        before = read_session().query(Mail).filter(Mail.person_id != applied.person_id).count()
        reporting.do(applied, releasing.block)
        assert read_session().query(Mail).filter(Mail.person_id != applied.person_id).count() == before


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_many_choices_at_once_are_one_outcome(tmp_path: Path, request: pytest.FixtureRequest, database: str) -> None:
    app = make_app(tmp_path, request.getfixturevalue(f"{database}_url"))
    with app.app_context():
        factories.organisation(base_url=BASE_URL)
        applied = reporting.reported()
    choices = [releasing.release, releasing.block] * 4

    def choose() -> None:
        choice = choices.pop()
        with unit_of_work() as session:
            choice(session, session.get_one(Person, applied.person_id), applied.id)

    got = at_once(app, 8, choose)
    with app.app_context():
        assert [each for each in got if each is not None and not isinstance(each, AlreadyReleased)] == []
        assert outcomes(applied) in (["released"], ["blocked", "released"])
        assert read_session().query(Certificate).count() == 1
    app.extensions["database"].engine.dispose()


def test_a_remark_is_kept_once_and_received_at_once(either_app: Flask) -> None:
    with either_app.app_context():
        applied = reporting.reported()
        for _ in range(2):
            reporting.do(applied, remarks.make_remark, "correction", " Mijn naam is verkeerd gespeld. ")
        (said,) = candidacy.remarks_of(read_session(), reporting.again(applied))
        assert (said.kind, said.text) == ("correction", "Mijn naam is verkeerd gespeld.")
        assert (mails("application_remark_received"), mails("contact_remark")) == (1, 1)


def test_a_comment_asks_nothing_of_the_contact_person(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        reporting.do(applied, remarks.make_remark, "comment", "Ik was die dag moe.")
        assert (mails("application_remark_received"), mails("contact_remark")) == (1, 0)


def test_a_talk_needs_no_words_and_the_rest_does(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        reporting.do(applied, remarks.make_remark, "talk", " ")
        for kind in ("correction", "comment"):
            with pytest.raises(NothingWritten):
                reporting.do(applied, remarks.make_remark, kind, " ")


def test_an_objection_is_one_and_has_a_term_of_four_weeks(either_app: Flask) -> None:
    with either_app.app_context():
        applied = reporting.reported()
        with pytest.raises(NoDecision):
            reporting.do(applied, objecting.make_objection, "Ik ben het er niet mee eens.")
        reporting.decided(applied)
        first, second = (reporting.do(applied, objecting.make_objection, "Het klopt niet.") for _ in range(2))
        assert first.id == second.id
        assert (first.due_on - first.made_at.date()).days == 28
        assert first.handler_id == reporting.again(applied).vacancy.contact_id
        with pytest.raises(AlreadyObjected):
            reporting.do(applied, objecting.make_objection, "En nog iets.")
        assert (mails("application_objection_received"), mails("contact_objection")) == (1, 1)
