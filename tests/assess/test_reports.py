"""The report: made once from what was frozen, and it says no more than it may."""

import hashlib
import io
import json

import pikepdf
import pytest
from flask import Flask

from assess.models import Report, Scores
from assess.queries import reports as queries
from assess.queries.sittings import scores_of, sitting_for
from assess.report_facts import Facts, Score
from assess.report_words import shown
from assess.services import reports
from certificates.paper_text import shows, visible_text
from kernel import jobs
from kernel.database import read_session, unit_of_work
from kernel.outbox import Mail
from tests.assess import making, reporting


def facts(application) -> Facts:  # type: ignore[no-untyped-def]
    found = queries.report_of(read_session(), application)
    assert found is not None
    return found


def test_a_hand_in_asks_for_the_report_and_its_job_makes_it(either_app: Flask) -> None:
    with either_app.app_context():
        applied = reporting.invited()
        making.finish(making.begin(applied))
        jobs.run_all()
        session = read_session()
        report = session.get_one(Report, applied.id)
        pdf = queries.report_paper(session, reporting.again(applied))
        assert pdf is not None
        assert report.digest == hashlib.sha256(pdf).hexdigest()
        told = session.query(Mail).filter_by(kind="application_report_ready", person_id=applied.person_id).one()
        assert told.about == f"application:{applied.id}"


def test_a_report_is_made_once(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        digest = read_session().get_one(Report, applied.id).digest
        reports.make(applied.id)
        assert read_session().get_one(Report, applied.id).digest == digest
        assert read_session().query(Mail).filter_by(kind="application_report_ready").count() == 1


def test_nothing_is_made_before_the_hand_in(app: Flask) -> None:
    with app.app_context():
        applied = reporting.invited()
        making.begin(applied)
        reports.make(applied.id)
        assert queries.report_of(read_session(), reporting.again(applied)) is None


def test_every_score_is_that_of_the_sitting_within_its_interval(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported()
        sitting = sitting_for(read_session(), application=applied.id)
        assert sitting is not None
        frozen = scores_of(read_session(), sitting)
        assert frozen is not None
        for score in facts(applied).scores:
            assert score.value is not None
            assert score.low is not None
            assert score.high is not None
            assert abs(float(score.value) - float(frozen["scales"][score.code])) <= 0.05
            assert 1 <= float(score.low) <= float(score.value) <= float(score.high) <= 5


def test_a_hypothesis_gives_no_total_and_no_comparison(app: Flask) -> None:
    with app.app_context():
        said = facts(reporting.reported(reporting.invited(people=3, top=3)))
        assert (said.status, said.composite_band, said.is_compared) == ("hypothesis", None, False)
        assert {score.band for score in said.scores} == {None}


def test_an_indicative_profile_gives_bands_and_never_a_number_of_the_group(app: Flask) -> None:
    with app.app_context():
        said = facts(reporting.reported())
        assert said.status == "indicative"
        assert said.composite_band in {"below", "around", "above"}
        exact = reporting.exact(34, 6, making.instrument().scales)
        text = json.dumps(said.content())
        for scale in exact.scales:
            for number in (scale.mean, scale.sd, scale.theta, scale.weight):
                assert f"{number:.3f}" not in text


def test_a_scale_with_too_few_answers_has_no_score_and_takes_the_total_along(app: Flask) -> None:
    with app.app_context():
        applied = reporting.invited()
        given = making.sensible(making.instrument())
        first = making.instrument().codes[0]
        for item in making.instrument().statement_ids_of(first)[:2]:
            del given[item]
        said = facts(reporting.reported(applied, given))
        assert next(score for score in said.scores if score.code == first).value is None
        assert said.composite_band is None


def test_the_paper_says_what_it_is_and_who_it_is_of(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported(reporting.invited(name="Zoë Çelik"))
        pdf = queries.report_paper(read_session(), applied)
        assert pdf is not None
        with pikepdf.open(io.BytesIO(pdf)) as document:
            text = visible_text(document)
            assert "/StructTreeRoot" in document.Root
        for words in (
            "Rapport van het assessment",
            "Zoë Çelik",
            "Een momentopname",
            "Nog niet gevalideerd, en geen psychologische test",
            "indicatief",
            "Situaties uit het werk",
        ):
            assert shows(text, words), words
        assert not shows(text, "geslaagd")


def test_an_english_candidate_gets_an_english_report(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported(reporting.invited(language="en"))
        assert read_session().get_one(Report, applied.id).language == "en"


def test_scores_and_report_are_sealed(app: Flask) -> None:
    with app.app_context():
        applied = reporting.reported(reporting.invited(name="Zoë Kanarie"))
        report, (scores,) = read_session().get_one(Report, applied.id), read_session().query(Scores).all()
        for sealed in (report.sealed, report.sealed_paper, scores.sealed):
            assert b"Kanarie" not in sealed
            assert b"LUI" not in sealed


def test_an_erased_file_takes_no_report(app: Flask) -> None:
    from assess.services.erasure import erase_application

    with app.app_context():
        applied = reporting.invited()
        making.finish(making.begin(applied))
        with unit_of_work() as session:
            erase_application(session, applied, applied.person_id)
        reports.make(applied.id)
        assert read_session().get(Report, applied.id) is None


@pytest.mark.parametrize(
    ("value", "reach", "expected"),
    [
        (3.8333, 0.2866, ("3.83", "3.53", "4.13")),
        (4.9, 0.31, ("4.90", "4.50", "5")),
        (1.05, 0.2, ("1.05", "1", "1.25")),
    ],
)
def test_an_interval_is_rounded_outwards_and_stays_on_the_scale(
    value: float, reach: float, expected: tuple[str, str, str]
) -> None:
    score = Score.measured("LUI", value, reach, None)
    assert (score.value, score.low, score.high) == expected


def test_the_report_counts_what_was_answered_and_explains_no_drawing_that_is_not_there(app: Flask) -> None:
    with app.app_context():
        applied = reporting.invited()
        few = dict(list(making.sensible(making.instrument()).items())[:3])
        applied = reporting.reported(applied, few)
        said = facts(applied)
        assert (said.statements_answered, said.situations_answered) == (3, 0)
        pdf = queries.report_paper(read_session(), applied)
        assert pdf is not None
        with pikepdf.open(io.BytesIO(pdf)) as document:
            text = visible_text(document)
        assert shows(text, "Bij 3 van de 72 zinnen zei je hoe goed ze bij je passen. In 0 van de 12 situaties")
        assert not shows(text, "de streep laat zien")
        assert not shows(text, "de hele streep")


def test_a_report_from_before_the_counts_still_opens_with_its_own_digits(app: Flask) -> None:
    with app.app_context(), app.test_request_context():
        content = facts(reporting.reported()).content()
        for name in ("statements_answered", "situations_answered"):
            del content[name]
        content["scores"] = [{**score, "value": "3.8", "low": "3.5", "high": "4.1"} for score in content["scores"]]
        old = Facts.of(content)
        assert old.places == 1
        measured = shown(old, making.instrument(), "nl").measured
        assert measured.startswith("De vragenlijst heeft 72 zinnen")


def test_what_is_printed_alike_is_said_alike(app: Flask) -> None:
    """Just on either side of the threshold, yet the same in print."""
    with app.app_context():
        making.publish()
        instrument, profile = making.instrument(), reporting.exact(34, 6, making.instrument().scales)
        code = instrument.scales[0]
        scores = [1 + number / 1000 for number in range(4001)]
        bands: dict[str | None, set[str | None]] = {}
        for score in scores:
            placed = reports._placed(instrument, profile, {code: score})[0]
            bands.setdefault(placed.value, set()).add(placed.band)
        assert {len(said) for said in bands.values()} == {1}
        assert len({band for said in bands.values() for band in said}) == 3
