import pytest
from flask import Flask
from sqlalchemy import select

from kernel.database import read_session
from kernel.errors import TooMany
from people.models import Tally
from people.services import limits, sign_in
from tests import factories


def test_a_ward_full_of_colleagues_can_sign_in_from_one_address(app: Flask) -> None:
    with app.app_context():
        person = factories.person()
        for _ in range(65):
            assert sign_in.sign_in(person.email or "", factories.PASSWORD, "192.0.2.7")


def test_wrong_tries_from_one_address_add_up(either_app: Flask) -> None:
    with either_app.app_context():
        for _ in range(3):
            limits.count("address:192.0.2.7", most=3, minutes=15)
        with pytest.raises(TooMany):
            limits.count("address:192.0.2.7", most=3, minutes=15)
        limits.count("address:192.0.2.8", most=3, minutes=15)


def test_what_was_typed_is_not_kept_and_the_night_forgets_it(app: Flask) -> None:
    with app.app_context():
        limits.count("account:noor@delinde.example", most=8, minutes=15)
        (tally,) = read_session().scalars(select(Tally)).all()
        assert tally.bucket.startswith("account:")
        assert "noor" not in tally.bucket
        limits.forget_all()
        assert read_session().scalars(select(Tally)).all() == []
