"""What the trail tells of a selection, kept from who is a candidate in it."""

from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from assess.models import Application, Exercise, Sitting, Vacancy
from certificates.models import Certificate
from kernel.audit import AuditRow
from kernel.outbox import Mail
from people.models import Person

OF_SELECTION = ("exercise:", "sitting:", "doorway:", "browser:")  # also when what they name is gone: the row stays


def tells_of_no_rival(reader: Person) -> ColumnElement[bool]:
    """Of an `AuditRow`: it is about nothing, and nobody, in a vacancy to which `reader` was ever invited.

    Their own is left out as well: they read it on their own page. Who doesn't work here does nothing but apply.
    """
    row, candidates = AuditRow, _here(reader, Application.person_id)
    strangers = candidates.join(Person, Person.id == Application.person_id).where(~Person.is_staff)
    subject, actor = func.coalesce(row.subject_id, 0), func.coalesce(row.actor_id, 0)
    in_selection = or_(row.action == "person.applied", *(row.object.startswith(noun) for noun in OF_SELECTION))
    tells = or_(
        row.object.in_(union_all(*_names(reader))),
        and_(subject.in_(candidates), in_selection),
        subject.in_(strangers),
        actor.in_(strangers),
    )
    return ~tells


def _names(reader: Person) -> list[Select[str]]:
    """The names, "noun:key", of what is in those vacancies."""
    files, applications = _here(reader, Application.file_id), _here(reader, Application.id)
    about = _named("application", Application.id).where(Application.id.in_(applications))
    return [
        about,
        _named("vacancy", Vacancy.id).where(Vacancy.id.in_(_here(reader, Application.vacancy_id))),
        _named("exercise", Exercise.id).where(Exercise.application_id.in_(applications)),
        _named("sitting", Sitting.id).where(Sitting.application_id.in_(applications)),
        _named("file", Application.file_id).where(Application.file_id.in_(files)),
        _named("certificate", Certificate.id).where(Certificate.file_id.in_(files)),
        _named("mail", Mail.id).where(Mail.about.in_(about)),
    ]


def _here(reader: Person, column: Any) -> Select[Any]:
    """`column` of every application to those vacancies."""
    own = aliased(Application)
    theirs = select(own.vacancy_id).where(own.person_id == reader.id)
    return select(column).where(Application.vacancy_id.in_(theirs))


def _named(noun: str, key: Any) -> Select[str]:
    return select(literal(f"{noun}:") + cast(key, String))
