import itertools
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.errors import DomainError, TooMany
from people.models import Tally
from people.services import invitations, limits, sign_in
from tests import factories
from tests.people.parallel import at_once

addresses = map("192.0.2.{}".format, itertools.count(1))
TRIES: dict[str, tuple[int, Callable[[str, str], object]]] = {
    "sign-in": (1, lambda name, address: sign_in.sign_in(name, "een verkeerd wachtwoord", address)),
    "recovery": (60, invitations.ask_recovery),
    "code": (1, lambda name, address: invitations.redeem_code(name, "AAAA-BBBB-CCCC", "een lange zin 7", address)),
}


def use_up(bucket: str, minutes: int, but: int) -> None:
    """As if others had tried in this window and the next, all but the last few times of 600."""
    window = int(clock.now().timestamp()) // (minutes * 60)
    with unit_of_work() as session:
        session.add_all(Tally(bucket=bucket, window=each, count=600 - but) for each in (window, window + 1))


@pytest.mark.parametrize("door", TRIES)
def test_tries_at_one_door_add_up_from_any_address_by_any_name_at_once(either_app: Flask, door: str) -> None:
    minutes, attempt = TRIES[door]
    with either_app.app_context():
        use_up(door, minutes, but=3)

    def act() -> str:
        address = next(addresses)
        try:
            attempt(f"niemand{address}", address)
        except DomainError as refusal:
            return type(refusal).__name__
        return "done"

    got = at_once(either_app, 8, act)
    assert (len(got), got.count("TooMany")) == (8, 5)


def test_a_ward_full_of_colleagues_can_sign_in_from_one_address(app: Flask) -> None:
    with app.app_context():
        person = factories.person()
        for _ in range(65):
            assert sign_in.sign_in(person.email or "", factories.PASSWORD, "192.0.2.7")


def test_wrong_tries_from_one_address_add_up(either_app: Flask) -> None:
    with either_app.app_context():
        for _ in range(3):
            limits.count(limits.Limit("address:192.0.2.7", most=3, minutes=15))
        with pytest.raises(TooMany):
            limits.count(limits.Limit("address:192.0.2.7", most=3, minutes=15))
        limits.count(limits.Limit("address:192.0.2.8", most=3, minutes=15))


def test_what_was_typed_is_not_kept_and_the_night_forgets_it(app: Flask) -> None:
    with app.app_context():
        limits.count(limits.Limit("account:noor@delinde.example", most=8, minutes=15))
        (tally,) = read_session().scalars(select(Tally)).all()
        assert tally.bucket.startswith("account:")
        assert "noor" not in tally.bucket
        limits.forget_all()
        assert read_session().scalars(select(Tally)).all() == []
