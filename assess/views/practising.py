"""Trying out what the questions are like, for whoever takes an assessment. Nothing of it is kept."""

from typing import Any

from flask import render_template, request
from flask_babel import get_locale

from assess.errors.sittings import NoSuchRating
from assess.forms.sittings import ButtonForm, answer_of, chosen_in, situation_form, statement_form
from assess.instruments import Practice
from kernel.errors import NotFound


def practice_page(
    tried: Practice, *, back: str, back_words: str, is_large: bool, form: ButtonForm | None = None
) -> str:
    """One thing to try; with an answer in the address, what came of it. `form` notes that it is done; None does not.

    Errors: `NotFound`.
    """
    items: list[Any] = [*tried.statements, *tried.situations]
    place = request.args.get("part", 1, int)
    if not 1 <= place <= len(items):
        raise NotFound
    item, is_situation, answer = items[place - 1], place > len(tried.statements), _tried()
    rated = answer if isinstance(answer, dict) else {}
    return render_template(
        "assess/practice.html",
        item=item,
        is_situation=is_situation,
        place=place,
        total=len(items),
        items=situation_form(item, str(get_locale()), rated) if is_situation else statement_form(answer),
        is_answered=answer is not None,
        is_open=len(rated) < len(item.options) if is_situation else answer is None,
        here=request.path,
        back=back,
        back_words=back_words,
        is_large=is_large,
        form=form,
    )


def _tried() -> Any:
    """What was tried, as far as it can be an answer."""
    try:
        return answer_of(chosen_in(request.args.items(multi=True)))
    except NoSuchRating:
        return None
