"""A whole form saved under one lock: the same answers as one by one, all or none, and only first ones."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from assess.answers import Answer
from assess.errors.sittings import NoSuchRating, SittingHandedIn
from assess.models import Sitting, SittingAnswer
from assess.queries import sittings as queries
from assess.services import sittings
from kernel.database import read_session, unit_of_work
from kernel.errors import Conflict
from people.models import Person
from tests.assess import making

Form = dict[str, Answer]


def save(sitting: Sitting, form: Form) -> None:
    with unit_of_work() as session:
        me = session.get_one(Person, sitting.person_id)
        sittings.save_all(session, me, sitting.id, ((item, said, f"{item}-form") for item, said in form.items()))


def saved() -> int:
    return read_session().scalar(select(func.count()).select_from(SittingAnswer)) or 0


def test_a_whole_form_is_what_its_answers_are_one_by_one(either_app: Flask) -> None:
    with either_app.app_context():
        sitting, other = making.begin(making.incumbent()), making.begin(making.incumbent())
        form = making.sensible(making.instrument())
        save(sitting, form)
        making.hand_in(sitting)
        making.finish(other, form)
        assert {item: each.answer for item, each in queries.answers_of(read_session(), sitting).items()} == form
        scores = [queries.scores_of(read_session(), each) for each in (sitting, other)]
        assert scores[0] is not None
        assert scores[1] is not None
        assert scores[0]["scales"] == scores[1]["scales"]


def test_a_form_with_one_wrong_answer_saves_none(app: Flask) -> None:
    with app.app_context():
        sitting = making.begin(making.incumbent())
        with pytest.raises(NoSuchRating):
            save(sitting, {"st-01": 3, "st-02": 6})
        assert saved() == 0


def test_what_was_answered_is_not_answered_anew(app: Flask) -> None:
    with app.app_context():
        sitting = making.begin(making.incumbent())
        making.answer(sitting, "st-01", 3)
        with pytest.raises(Conflict):
            save(sitting, {"st-02": 4, "st-01": 4})
        assert saved() == 1


def test_after_handing_in_no_form_is_saved(app: Flask) -> None:
    with app.app_context():
        sitting = making.begin(making.incumbent())
        save(sitting, {"st-01": 3})
        making.hand_in(sitting)
        with pytest.raises(SittingHandedIn):
            save(sitting, {"st-02": 3})
