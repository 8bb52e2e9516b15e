"""One of everything, all of it somebody else's: what a person who has no business there tries to reach."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select
from werkzeug.routing import Rule

from certificates.models import Certificate
from certificates.services import archives
from courses.models import Assignment, Period, Revision, Signature
from hr.services import bulk, exports, imports
from kernel import clock, jobs
from kernel.database import Base, read_session, unit_of_work
from kernel.jobs import Job
from people.doorway_models import KnownBrowser
from people.models import Person, SignIn
from people.services import doorways, invitations
from tests import factories
from tests.assess import one_of_each
from tests.courses import taught
from tests.courses.taught import Learner

COURSE = "avg"
PARAMETER = re.compile(r"([a-z-]+)[/.-]<(?:[^:>]+:)?(\w+)>")
NO_DOMAIN_DATA = ("audit", "sign_in", "tally", "job", "mail")


@dataclass
class World:
    """`objects` tells what stands in an address: {("people", "person_id"): 7, …}, all the victim's or the clerk's."""

    app: Flask
    victim: Person
    clerk: Person
    objects: dict[tuple[str, str], Any]

    def address(self, rule: Rule, **other: Any) -> str:
        """Where `rule` finds those objects. Errors: KeyError for a parameter that nobody told us about."""
        values = {name: self.objects[noun, name] for noun, name in PARAMETER.findall(rule.rule)} | other
        with self.app.test_request_context():
            return str(self.app.url_for(rule.endpoint, **values))


def build(app: Flask) -> World:
    with app.app_context():
        taught.publish()
        clerk = factories.person(*factories.OFFICES, name="Klaas Klerk")
        team = factories.team("Zuid", managers=(clerk,), location_id=factories.location("Zuid").id)
        victim = factories.person(name="Vera Verweg", team_id=team.id)
        taught.asked(victim).finish()
        jobs.run_all()
        learning = taught.asked(victim, COURSE)
        factories.session_token(victim)
        return World(app, victim, clerk, _objects(victim, clerk, learning.read()))


def _objects(victim: Person, clerk: Person, learning: Learner) -> dict[tuple[str, str], Any]:
    attempt, session = learning.start(), read_session()
    enrolment, lesson = learning.enrolment_id, learning.course.lessons[0].slug
    sign_in = session.scalars(select(SignIn.id).where(SignIn.person_id == victim.id)).one()
    period = session.scalars(select(Period).where(Period.person_id == victim.id)).one()
    certificate = session.get_one(Certificate, period.certificate_id)
    signature = session.scalars(select(Signature.id)).one()
    revision = session.scalars(select(Revision.id).where(Revision.slug == COURSE)).first()
    asked = session.scalars(select(Assignment.id).where(Assignment.course == COURSE)).one()
    team, location = victim.team_id, session.get_one(Person, victim.id).team.location_id  # type: ignore[union-attr]
    return {
        ("sessions", "sign_in_id"): sign_in,
        **_door_of(factories.candidate(name="Kees Kandidaat")),
        ("achievements", "slug"): COURSE,
        ("assignments", "assignment_id"): asked,
        ("attempts", "number"): attempt.id,
        ("questions", "place"): 1,
        ("c", "public_id"): certificate.public_id,
        ("certificates", "public_id"): certificate.public_id,
        ("evidence", "public_id"): certificate.public_id,
        ("content", "number"): revision,
        ("enrolments", "number"): enrolment,
        ("enrolments", "enrolment_id"): enrolment,
        ("lessons", "slug"): lesson,
        ("practice", "slug"): lesson,
        ("statements", "number"): signature,
        ("rules", "slug"): COURSE,
        ("status", "number"): 1,
        ("locations", "location_id"): location,
        ("teams", "team_id"): team,
        ("team", "team_id"): team,
        ("managers", "person_id"): clerk.id,
        ("people", "person_id"): victim.id,
        ("roles", "person_id"): victim.id,
        ("example", "ending"): "csv",
        ("mailbox", "name"): "1.eml",
        ("static", "filename"): "css/base.css",
        **one_of_each.of_assessment(clerk, victim),
        **_work_of(clerk, victim, certificate.id, enrolment),
    }


def _door_of(candidate: Person) -> dict[tuple[str, str], Any]:
    """The link that was mailed to a candidate, and the browser that claimed it."""
    secret = factories.doorway(candidate)
    doorways.enter(secret, doorways.new_token(), is_own=True)
    browser = read_session().scalars(select(KnownBrowser.id).order_by(KnownBrowser.id.desc())).first()
    return {("welcome", "secret"): secret, ("browsers", "browser_id"): browser}


def _work_of(clerk: Person, victim: Person, certificate: int, enrolment: int) -> dict[tuple[str, str], Any]:
    """What a clerk has under way: files being made, people being reminded, a list that waits, an invitation sent."""
    at = clock.now()
    with unit_of_work() as session:
        archive = archives.order(session, [certificate], clerk.id)
        export = exports.order(session, "register", "csv", {}, "nl", actor=clerk.id)
        task = jobs.enqueue(session, bulk.REMIND, {"enrolments": [enrolment]}, owner=clerk.id, total=1)
        failed = Job(kind=bulk.REMIND, payload={"enrolments": []}, created_at=at, due_at=at, failed_at=at, tries=6)
        session.add(failed)
        kept = imports.keep(session, session.get_one(Person, clerk.id), b"list", imports.Opened((), False, ()))
        invited = invitations.invite(session, session.get_one(Person, victim.id), None)
    jobs.run_all()
    return {
        ("archives", "job_id"): archive.id,
        ("exports", "job_id"): export.id,
        ("tasks", "job_id"): task.id,
        ("jobs", "job_id"): failed.id,
        ("import", "list_id"): kept.id,
        ("invitation", "secret"): newest_secret(),
        ("mails", "mail_id"): invited.mail_id,
    }


def newest_secret() -> str:
    """What the last mailed link ends in."""
    folder = Path(current_app.extensions["config"].mail_to)
    mails = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    texts = (str(message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))) for path in mails)
    links = (re.search(r"/invitation/([\w-]+)", text) for text in texts)
    return next(link[1] for link in links if link)


def fingerprints(app: Flask, but: Iterable[str] = NO_DOMAIN_DATA) -> dict[str, str]:
    """One hash a table over all that stands in it."""
    with app.extensions["database"].engine.connect() as connection:
        return {
            name: hashlib.sha256(
                repr(connection.execute(table.select().order_by(*table.primary_key)).all()).encode()
            ).hexdigest()
            for name, table in Base.metadata.tables.items()
            if name not in but
        }
