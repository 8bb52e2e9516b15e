"""Who gets which role, and that somebody always can give them."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from hr.services import roles
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.errors import DomainError
from people.models import Person, RoleGrant, SignIn
from people.permissions import Role
from tests import factories
from tests.conftest import BASE_URL
from tests.pages import Pages


@pytest.fixture
def boss(app: Flask) -> Person:
    with app.app_context():
        made: Person = factories.person(Role.ADMINISTRATOR, name="Bas Beheer")
    return made


@pytest.fixture
def boss_pages(app: Flask, boss: Person) -> Pages:
    return Pages(app, BASE_URL).sign_in(boss)


def test_a_role_is_given_and_its_holder_signs_in_anew(boss_pages: Pages) -> None:
    with boss_pages.app.app_context():
        noor = factories.person(name="Noor Jansen")
        factories.session_token(noor)
    assert "Noor Jansen" in boss_pages.get("/roles?q=noor").text
    assert "HR: leest mensen in" in boss_pages.get(f"/roles/{noor.id}").text
    boss_pages.submit(boss_pages.get(f"/roles/{noor.id}").form(), roles=["hr", "auditor"])
    with boss_pages.app.app_context():
        assert read_session().get_one(Person, noor.id).roles == {Role.EMPLOYEE, Role.HR, Role.AUDITOR}
        assert read_session().scalars(select(SignIn.ended_at).where(SignIn.person_id == noor.id)).one() is not None


def test_the_last_administrator_keeps_the_role(boss_pages: Pages, boss: Person) -> None:
    page = boss_pages.submit(boss_pages.get(f"/roles/{boss.id}").form(), status=422, roles=[])
    assert "Er blijft altijd één beheerder." in page.text
    with boss_pages.app.app_context():
        assert Role.ADMINISTRATOR in read_session().get_one(Person, boss.id).roles


def test_two_administrators_do_not_take_each_others_role_at_once(either_app: Flask) -> None:
    with either_app.app_context():
        both = [factories.person(Role.ADMINISTRATOR).id for _ in range(2)]

    def take(actor_id: int, person_id: int) -> None:
        with either_app.app_context():
            try:
                with unit_of_work() as session:
                    actor, person = session.get_one(Person, actor_id), session.get_one(Person, person_id)
                    roles.take(session, actor, person, Role.ADMINISTRATOR)
            except DomainError:
                pass

    threads = [threading.Thread(target=take, args=pair) for pair in (both, both[::-1])]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    with either_app.app_context():
        assert read_session().scalar(select(func.count()).select_from(RoleGrant)) == 1


def test_roles_need_a_password_given_just_now(app: Flask, boss_pages: Pages) -> None:
    with app.app_context(), unit_of_work() as session:
        session.execute(update(SignIn).values(fresh_at=clock.now() - timedelta(minutes=11)))
    assert boss_pages.get("/roles", status=303, follow=False).response.location.startswith("/confirm")


@pytest.mark.parametrize("role", [Role.HR, Role.AUDITOR, Role.PRIVACY_OFFICER])
def test_roles_are_there_for_administrators_alone(app: Flask, role: Role) -> None:
    Pages(app, BASE_URL).get("/roles", status=303, follow=False)
    with app.app_context():
        somebody = factories.person(role)
    Pages(app, BASE_URL).sign_in(somebody).get("/roles", status=404)


def test_the_role_of_manager_is_not_given_here(boss_pages: Pages) -> None:
    with boss_pages.app.app_context():
        noor = factories.person()
    boss_pages.submit(boss_pages.get(f"/roles/{noor.id}").form(), status=422, roles=["manager"])
    boss_pages.get("/roles/999999", status=404)
