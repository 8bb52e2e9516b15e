"""The first run: three steps from an empty house to people who learn."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _, ngettext
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from courses.models import Assignment
from hr.blanks import open_blanks
from people.models import Organisation, Person


@dataclass(frozen=True, slots=True)
class Step:
    """A step as components/steps.html shows it. `state`: "done", "current" or "later"."""

    title: str
    text: str
    action: str
    href: str
    state: str


def first_steps(session: Session) -> list[Step]:
    """Words, people, course: what is done, and what is next."""
    open_count = len(open_blanks(session.get_one(Organisation, 1)))
    people = session.scalar(select(func.count(Person.id)).where(Person.is_staff)) or 0
    is_assigned = bool(session.scalar(select(exists().where(Assignment.id.is_not(None)))))
    told = [
        (open_count == 0, _words(open_count)),
        (people > 1, _people(people)),
        (is_assigned, _assign()),
    ]
    following = next((place for place, (is_done, _step) in enumerate(told) if not is_done), len(told))
    return [
        Step(*step, state="done" if is_done else "current" if place == following else "later")
        for place, (is_done, step) in enumerate(told)
    ]


def is_first_run(steps: list[Step]) -> bool:
    """Whether HR still needs the path instead of the overview."""
    return steps[-1].state != "done"


def _words(open_count: int) -> tuple[str, str, str, str]:
    text = _("De cursus noemt je eigen meldpunt, je functionaris gegevensbescherming en je afspraken.")
    if open_count:
        left = ngettext("Nog %(num)s is leeg.", "Nog %(num)s zijn leeg.", open_count)
        text = f"{text} {left}"
    return _("Vul de woorden van je organisatie in"), text, _("Vul de woorden in"), url_for("hr.words")


def _people(count: int) -> tuple[str, str, str, str]:
    text = _("Uit je personeelssysteem, als CSV of Excel. Je ziet eerst wat er verandert.")
    if count > 1:
        text = _("%(count)s mensen staan erin.", count=count)
    return _("Lees je mensen in"), text, _("Lees een lijst in"), url_for("hr.imports")


def _assign() -> tuple[str, str, str, str]:
    text = _("Kies wie de cursus volgt en wanneer die klaar is. Iedereen krijgt een mail.")
    return _("Wijs de eerste cursus toe"), text, _("Kies een cursus"), url_for("hr.assign")
