"""What whoever takes an assessment fills in: a statement, or a situation of which each option gets a number.

Every choice has a value of its own on the page, "4" for a statement and "A4" for an option, so that the page, its
script and the server say an answer in the same way: a list of those values.
"""

import re
import uuid
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice

from assess.answers import Answer
from assess.errors.sittings import NoSuchRating
from assess.instruments import HIGHEST, LOWEST, Words
from kernel.forms import Form

CHOSEN = "chosen"
NUMBERS = range(LOWEST, HIGHEST + 1)
AGREEMENT = (_l("Helemaal niet"), _l("Niet zo goed"), _l("Tussenin"), _l("Best goed"), _l("Helemaal"))
RATED, NUMBER = re.compile(r"([A-Z])([1-5])"), re.compile(r"[0-9]{1,2}")


class WithOptions(Protocol):
    """A situation, to be scored or to practise on."""

    @property
    def options(self) -> tuple[Any, ...]: ...


class ButtonForm(Form):
    """A button alone, with its token."""


class HandInForm(ButtonForm):
    """Handing in; with questions that are still open, only with a tick. Its label says how many."""

    is_sure = BooleanField()


class ItemForm(Form):
    """One item; each page has an event name of its own, and knows the event of the answer it was made with."""

    event = HiddenField()
    seen = HiddenField()


class StatementForm(ItemForm):
    """How well a statement fits; going on without an answer is allowed."""

    chosen = RadioField(validate_choice=False)


class SituationForm(ItemForm):
    """How good each option is; `ratings` are its fields, in the order of the options."""

    @property
    def ratings(self) -> list[Any]:
        return [field for field in self if field.name.startswith(f"{CHOSEN}-")]


@lru_cache
def _situation_form(keys: tuple[str, ...]) -> type[SituationForm]:
    fields = {f"{CHOSEN}-{key}": RadioField(validate_choice=False) for key in keys}
    return type("SituationForm", (SituationForm,), fields)


def statement_form(saved: int | None = None, seen: str = "") -> StatementForm:
    """`seen`: the event of the answer `saved`."""
    form = StatementForm(data={"event": str(uuid.uuid4()), "seen": seen, CHOSEN: str(saved) if saved else None})
    form.chosen.choices = [SelectChoice(str(number), words) for number, words in zip(NUMBERS, AGREEMENT, strict=True)]
    return form


def situation_form(situation: WithOptions, language: str, saved: Answer | None = None, seen: str = "") -> SituationForm:
    """The options in the order and `language` shown; `seen`: the event of the answer `saved`."""
    options = {str(option.key): option.text for option in situation.options}
    form = _situation_form(tuple(options))(data=_filled_in(saved, seen))
    for field, (key, text) in zip(form.ratings, options.items(), strict=True):
        field.label.text = text.in_(language) if isinstance(text, Words) else text
        field.choices = [SelectChoice(f"{key}{number}", str(number)) for number in NUMBERS]
    return form


def _filled_in(saved: Answer | None, seen: str) -> dict[str, str]:
    rated = saved.items() if isinstance(saved, dict) else ()
    return {"event": str(uuid.uuid4()), "seen": seen} | {f"{CHOSEN}-{key}": f"{key}{number}" for key, number in rated}


def chosen_in(sent: Iterable[tuple[str, str]]) -> list[str]:
    """What was chosen, of all fields of a form as sent."""
    return [value for name, value in sent if name == CHOSEN or name.startswith(f"{CHOSEN}-")]


def answer_of(chosen: Collection[str]) -> Answer | None:
    """["4"] → 4; ["A4", "B2"] → {"A": 4, "B": 2}; [] → None. Errors: `NoSuchRating`."""
    if not chosen:
        return None
    if len(chosen) == 1 and NUMBER.fullmatch(only := next(iter(chosen))):
        return int(only)
    rated = [RATED.fullmatch(value) for value in chosen]
    if None in rated:
        raise NoSuchRating
    found = {each[1]: int(each[2]) for each in rated if each}
    if len(found) < len(rated):
        raise NoSuchRating
    return found


def chosen_of(answer: Answer) -> list[str]:
    """The other way round."""
    return [str(answer)] if isinstance(answer, int) else [f"{key}{number}" for key, number in answer.items()]
