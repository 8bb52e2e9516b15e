"""One of everything that assessment has an address for: the victim's or the clerk's. Needs an application context."""

from typing import Any

from sqlalchemy import select

from assess.models import Application, Exercise, Expert, HiringManager, Incumbent, Objection, Remark
from assess.queries.needs import Needs
from assess.rated_work import Kind
from assess.services import exercises, objecting, releasing, remarks, taking_part
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making, reporting

Objects = dict[tuple[str, str], Any]
TOPICS = ("LUI", "EMP", "INT")


def of_assessment(clerk: Person, victim: Person) -> Objects:
    """A profile in force, a vacancy, and the victim's application to it, with all that comes of one."""
    profile = deriving.profile(3, persons=(victim,), has_answers=False)
    deriving.derive(profile, clerk)
    deriving.approve(profile, clerk)
    incumbent = read_session().scalars(select(Incumbent).where(Incumbent.person_id == victim.id)).one()
    making.add(Expert(profile_id=profile.id, person_id=victim.id, asked_at=clock.now()))
    vacancy = making.vacancy(profile, contact_id=clerk.id)
    making.add(HiringManager(vacancy_id=vacancy.id, person_id=clerk.id))
    applied = _whole(making.application(vacancy, victim))
    exercise = _rated(clerk, applied)
    sitting = making.begin(applied)
    return {
        ("profiles", "profile_id"): profile.id,
        ("calculations", "profile_id"): profile.id,
        ("positions", "position_id"): profile.position_id,
        ("advisers", "group"): "experts",
        ("requests", "group"): "experts",
        ("reminders", "group"): "experts",
        ("incumbents", "number"): incumbent.id,
        ("helping", "number"): _helped(incumbent).id,
        ("instruments", "revision_id"): profile.revision_id,
        ("assessment", "slug"): making.SLUG,
        ("vacancies", "vacancy_id"): vacancy.id,
        ("my-vacancies", "vacancy_id"): vacancy.id,
        ("applications", "application_id"): applied.id,
        ("applications", "number"): applied.id,
        ("report", "kind"): "correction",
        ("sittings", "number"): sitting.id,
        ("items", "place"): 1,
        ("objections", "number"): read_session().scalars(select(Objection.id)).one(),
        ("remarks", "number"): read_session().scalars(select(Remark.id)).one(),
        ("exercises", "exercise_id"): exercise.id,
        ("planned-exercises", "exercise_id"): exercise.id,
        ("raters", "person_id"): clerk.id,
        ("raters", "slug"): making.SLUG,
    }


def _helped(incumbent: Incumbent) -> Incumbent:
    """Who takes part asked a psychologist for another form."""
    factories.person(Role.PSYCHOLOGIST, name="Hanna Hulp")
    with unit_of_work() as session:
        me = session.get_one(Person, incumbent.person_id)
        taking_part.tell_needs(session, me, incumbent.id, Needs(other_form=True, other="Op papier"))
    return incumbent


def _whole(applied: Application) -> Application:
    """Handed in, remarked on, released, decided, objected to."""
    reporting.reported(applied)
    reporting.do(applied, remarks.make_remark, "correction", "Mijn naam klopt niet.")
    reporting.do(applied, releasing.release)
    reporting.decided(applied)
    reporting.do(applied, objecting.make_objection, "Ik heb wel ervaring.")
    return reporting.again(applied)


def _rated(clerk: Person, applied: Application) -> Exercise:
    """An interview that the clerk is to rate, with somebody else."""
    raters = [clerk.id, factories.person(Role.ASSESSOR).id]
    with unit_of_work() as session:
        about, hr = session.get_one(Application, applied.id), session.get_one(Person, clerk.id)
        return exercises.plan(session, hr, about, Kind.INTERVIEW, raters=raters, at=clock.now(), topics=TOPICS)
