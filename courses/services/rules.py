"""The settings of a course in this organisation."""

from typing import Any

from sqlalchemy.orm import Session

from courses.models import CourseRules
from courses.queries.content import course_revision, default_rules, parsed
from kernel import audit
from people.models import Person


def set_rules(session: Session, course: str, *, actor: Person, **values: Any) -> CourseRules:
    """Keep the rules of a course; they hold for what is shown from now on. Errors: `NoContent`."""
    rules = session.get(CourseRules, course)
    if rules is None:
        rules = default_rules(parsed(course_revision(session, course, "nl")))
        session.add(rules)
    for name, value in values.items():
        setattr(rules, name, value)
    session.flush()
    audit.record(session, "rules.changed", actor=actor.id, object=f"course:{course}", reason=", ".join(sorted(values)))
    return rules
