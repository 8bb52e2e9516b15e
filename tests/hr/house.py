"""A small organisation in which people stand in every state of a course, for tests of HR's desk."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask

from kernel import clock
from people.models import Location, Person, Team
from people.permissions import Role
from tests import factories
from tests.courses import taught
from tests.courses.taught import COURSE, Learner
from tests.pages import Page


@dataclass
class House:
    """Team Noord has six people in six states, team Zuid one; each staff role has one person without a team."""

    app: Flask
    today: date
    place: Location
    north: Team
    south: Team
    staff: dict[Role, Person]
    certified: Learner
    late: Learner
    started: Learner
    fresh: Learner
    passed: Learner
    never_asked: Person
    southerner: Learner


def build(app: Flask) -> House:
    with app.app_context():
        taught.publish()
        today = clock.now().date()
        staff = {role: factories.person(role, name=f"Staf {role.value}") for role in factories.OFFICES}
        place = factories.location("Hoofdgebouw")
        north = factories.team("Noord", managers=(staff[Role.MANAGER],), location_id=place.id)
        south = factories.team("Zuid")
        soon = today + timedelta(days=20)

        def learner(name: str, due_on: date = soon, team: Team = north) -> Learner:
            return taught.learner(due_on=due_on, name=name, team_id=team.id)

        with clock.moved_to(clock.now() - timedelta(days=40)):
            late = learner("Lotte Laat", today - timedelta(days=5))
        passed = learner("Gijs Geslaagd").read()
        passed.take()
        return House(
            app=app,
            today=today,
            place=place,
            north=north,
            south=south,
            staff=staff,
            certified=learner("Carla Klaar").finish(),
            late=late,
            started=learner("Bas Bezig").read(),
            fresh=learner("Nina Nieuw"),
            passed=passed,
            never_asked=factories.person(name="Olga Ongevraagd", team_id=north.id),
            southerner=learner("Zeb Zuid", team=south),
        )


def token_of(page: Page) -> str:
    """What a form of this page sends along against forgery."""
    return str(page.root.find(".//body").get("data-csrf"))


__all__ = ["COURSE", "House", "build", "token_of"]
