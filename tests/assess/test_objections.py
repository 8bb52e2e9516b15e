"""Requests and objections as HR answers them, and the guide for an interview; on both databases."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from assess.errors.selection import AnsweredAlready, AnswerMissing
from assess.guides import MOST_TOPICS, Importance, Reason, topics
from assess.models import Objection, Remark
from assess.queries import requests as queries
from assess.queries.reports import report_of
from assess.report_facts import Score
from assess.services import objecting, objections, remarks
from assess.services.guides import guide_of
from kernel import clock
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import NotFound
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import making, reporting, selecting
from tests.assess.selecting import Desk
from tests.people.parallel import at_once

ANSWER = "We hebben je dossier opnieuw bekeken en bellen je morgen."


@pytest.fixture
def desk(either_app: Flask) -> Iterator[Desk]:
    with either_app.app_context():
        yield selecting.desk()


def answer(desk: Desk, kind: str, number: int, text: str = ANSWER, by: Person | None = None) -> None:
    give = objections.answer_objection if kind == "objection" else objections.answer_remark
    with unit_of_work() as session:
        give(session, session.get_one(Person, (by or desk.hr).id), number, text)


def objected(desk: Desk) -> Objection:
    applied = selecting.applicant(desk, "Otto Oneens")
    selecting.decide(desk, applied.id)
    made: Objection = reporting.do(applied, objecting.make_objection, "Ik kreeg de verkeerde vragen.")
    return made


def test_open_requests_stand_in_the_order_of_their_terms(desk: Desk) -> None:
    applied = selecting.with_report(desk, "Vera Vraag")
    with clock.moved_to(clock.now() + timedelta(days=3)):
        late = reporting.do(applied, remarks.make_remark, "correction", "Dit klopt niet: ik werkte daar langer.")
    reporting.do(applied, remarks.make_remark, "comment", "Alleen een opmerking.")
    first = objected(desk)
    found = queries.requests(read_session(), desk.hr, is_open=True)
    assert [(each.kind, each.number) for each in found] == [("objection", first.id), ("correction", late.id)]
    assert found[0].handler is not None
    assert found[0].handler.id == desk.contact.id
    assert found[0].is_late(found[0].due_on + timedelta(days=1))
    assert not found[0].is_late(found[0].due_on)


def test_an_answer_is_sealed_mailed_and_given_once(desk: Desk) -> None:
    made = objected(desk)
    answer(desk, "objection", made.id)
    kept = read_session().get_one(Objection, made.id)
    assert kept.handler_id == desk.hr.id
    assert ANSWER.encode() not in (kept.sealed_answer or b"")
    asked = queries.objection_asked(read_session(), desk.hr, made.id)
    assert queries.written(read_session(), asked).answer == ANSWER
    to, subject, text = selecting.letters()[-1]
    assert "otto.oneens" in to
    assert subject.startswith("Er is antwoord")
    assert ANSWER not in text
    with pytest.raises(AnsweredAlready):
        answer(desk, "objection", made.id, "Nog een ander antwoord, van een collega.")
    assert queries.requests(read_session(), desk.hr, is_open=True) == []


def test_of_answers_at_once_one_counts(either_app: Flask, desk: Desk) -> None:
    made = objected(desk)
    close_read_session()
    got = at_once(either_app, 6, lambda: answer(desk, "objection", made.id))
    assert got.count(None) == 1
    assert all(each is None or isinstance(each, AnsweredAlready) for each in got)


def test_a_request_for_a_talk_needs_no_words_and_an_answer_does(desk: Desk) -> None:
    applied = selecting.with_report(desk, "Tess Talk")
    asked: Remark = reporting.do(applied, remarks.make_remark, "talk", "")
    with pytest.raises(AnswerMissing):
        answer(desk, "talk", asked.id, "Ja.")
    answer(desk, "talk", asked.id)
    assert read_session().get_one(Remark, asked.id).answered_by == desk.hr.id


def test_a_comment_is_no_request(desk: Desk) -> None:
    applied = selecting.with_report(desk, "Carl Comment")
    made = reporting.do(applied, remarks.make_remark, "comment", "Ik was die dag verkouden.")
    with pytest.raises(NotFound):
        answer(desk, "comment", made.id)
    with pytest.raises(NotFound):
        queries.remark_asked(read_session(), desk.hr, made.id)


def test_somebody_else_can_handle_it_but_not_who_objected(desk: Desk) -> None:
    made = objected(desk)
    other = factories.person(Role.HR, name="Petra Plaats")
    with unit_of_work() as session:
        objections.name_handler(
            session, session.get_one(Person, desk.hr.id), made.id, session.get_one(Person, other.id)
        )
    assert read_session().get_one(Objection, made.id).handler_id == other.id
    who = selecting.application(made.application_id).person
    with pytest.raises(NotFound):
        answer(desk, "objection", made.id, by=who)


# guides


def test_a_guide_asks_first_where_the_report_leaves_most_open(desk: Desk) -> None:
    applied = selecting.released(desk, "Gerda Gids")
    facts = report_of(read_session(), applied)
    assert facts is not None
    found = guide_of(read_session(), applied, facts)
    assert 0 < len(found) <= MOST_TOPICS
    assert [topic.reason for topic in found] == sorted(topic.reason for topic in found)
    assert all(len(topic.competency.interview) >= 2 for topic in found)


def test_a_guide_is_made_for_a_hypothesis_too(either_app: Flask) -> None:
    with either_app.app_context():
        small = selecting.desk(3, 3)
        applied = selecting.released(small, "Hylke Hypothese")
        facts = report_of(read_session(), applied)
        assert facts is not None
        assert (facts.status, facts.composite_band) == ("hypothesis", None)
        assert guide_of(read_session(), applied, facts)


def test_what_hardly_matters_is_not_asked_about() -> None:
    instrument = making.shipped().instrument(making.SLUG)
    codes = instrument.codes
    scores = [Score(code, "3.0", "2.5", "3.5", "around") for code in codes]
    scores[0], scores[1], scores[2] = (
        Score(codes[0], "2.0", "1.5", "2.4", "below"),
        Score.missing(codes[1]),
        Score(codes[2], "4.5", "4.0", "5.0", "above"),
    )
    weighs = {code: Importance("unclear", 5, 2.0) for code in codes} | {codes[0]: Importance("hardly", 0, 0.5)}
    weighs[codes[2]] = Importance("matters", 40, 4.0)
    found = topics(instrument, type("Facts", (), {"scores": tuple(scores)})(), weighs)  # type: ignore[arg-type]  # only its scores are read
    assert codes[0] not in [topic.competency.code for topic in found]
    assert (found[0].competency.code, found[0].reason) == (codes[1], Reason.MISSING)
    assert all(topic.reason is Reason.EITHER_WAY for topic in found[1:])
