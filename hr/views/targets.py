"""Whom an assignment speaks to, as an address says it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from hr import queries_people
from hr.forms.assigning import FURTHEST, DueForm, EveryoneForm, PersonTargetForm, TargetForm
from hr.views.choices import course_titles, today
from hr.words import AUDIENCES
from kernel.database import read_session
from kernel.errors import NotFound
from kernel.numbers import row_number
from people.services.sign_in import find_person


@dataclass(frozen=True, slots=True)
class Asked:
    """A course, an audience and a day; `target` as in `courses.models.Assignment`, `name` as it reads."""

    course: str
    audience: str
    target: str | None
    due_on: date | None
    name: str = ""

    @classmethod
    def of(cls, sent: Mapping[str, str], courses: Mapping[str, str]) -> "Asked":
        """What a confirmation sends. Errors: `NotFound`."""
        course, audience, target = (sent.get(name, "") for name in ("course", "audience", "target"))
        is_whole = audience == "everyone" or bool(target if audience == "function" else row_number(target))
        if course not in courses or audience not in AUDIENCES or not is_whole:
            raise NotFound
        return cls(course, audience, None if audience == "everyone" else target, _day(sent.get("due_on", "")))


def _day(text: str) -> date | None:
    """A day as the confirmation sends it. Errors: `NotFound` for what no form of ours lets through."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise NotFound from error
    if day is not None and day > today() + FURTHEST:
        raise NotFound
    return day


def target_form(audience: str) -> DueForm:
    """The form that belongs to a kind of audience."""
    session = read_session()
    if audience == "everyone":
        return EveryoneForm(today())
    if audience == "person":
        return PersonTargetForm(today())
    if audience == "function":
        return TargetForm(today(), _("Functie"), [(name, name) for name in queries_people.functions(session)])
    rows = queries_people.teams(session) if audience == "team" else queries_people.locations(session)
    label = _("Team") if audience == "team" else _("Locatie")
    return TargetForm(today(), label, [(str(row.id), str(row.name)) for row in rows])


def asked_in(sent: Mapping[str, str]) -> tuple[DueForm, Asked]:
    """The form with its errors, and what it asks. Errors: `NotFound` for a course or audience that is not ours."""
    course, audience = sent.get("course", ""), sent.get("audience", "")
    if course not in dict(course_titles(read_session())) or audience not in AUDIENCES:
        raise NotFound
    form = target_form(audience)
    asked = Asked(course, audience, None, None)
    if not form.validate():
        return form, asked
    target, name = _target(form, audience)
    return form, Asked(course, audience, target, form.due_on.data, name)


def _target(form: DueForm, audience: str) -> tuple[str | None, str]:
    """The target's key and its name; what is not there becomes an error of the form."""
    if audience == "everyone":
        return None, ""
    target = form["target"]
    if audience != "person":
        return target.data, next(str(name) for key, name in map(_pair, target.choices) if key == target.data)
    person = find_person(read_session(), target.data)
    if person is None:
        target.errors = [_("We kennen hier niemand met dit nummer of adres. Kijk het na in de lijst met mensen.")]
        return None, ""
    return str(person.id), person.name


def _pair(choice: Any) -> tuple[str, str]:
    return str(choice.value), str(choice.label)
