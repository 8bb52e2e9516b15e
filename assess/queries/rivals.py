"""Who is a candidate in a vacancy sees of it what is their own, whatever else they are here: the others are rivals.

That stays so when they withdraw, are decided about or erased, and when the vacancy closes: they can be invited again
or object, and what a rival gave is there for weeks after. Every way to a vacancy, or to anything in it, asks this.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import aliased

from assess.models import Application, Vacancy
from people.models import Person


def is_no_rival(person: Person, vacancy_id: Any = Vacancy.id) -> ColumnElement[bool]:
    """Of a vacancy, by the column that names it: `person` was never invited to it."""
    own = aliased(Application)
    return ~exists().where(own.vacancy_id == vacancy_id, own.person_id == person.id)


def candidates_in(vacancy_id: int) -> Select[int]:
    """The numbers of everybody who was ever invited to it."""
    return select(Application.person_id).where(Application.vacancy_id == vacancy_id)
