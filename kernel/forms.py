"""The form that every form is: Flask-WTF's, with WTForms' own words read once a language instead of once a request."""

import unicodedata
from functools import lru_cache
from gettext import NullTranslations
from typing import Any

from babel.support import Translations
from flask import request
from flask_babel import get_locale, lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.i18n import messages_path
from wtforms.validators import InputRequired, Length

ANY = ""
LONGEST = 100


@lru_cache
def _words(language: str) -> NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf publishes no types
    """Fields, and a token against forms sent from elsewhere."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # idem
        def get_translations(self, _form: object) -> NullTranslations:
            return _words(str(get_locale() or "nl"))


class FilterForm(Form):
    """A form of a GET: it stands in the address, so it carries no token; what it does not understand, it leaves out."""

    class Meta:
        csrf = False

    def __init__(self, **values: Any) -> None:
        super().__init__(formdata=request.args, **values)

    def known(self, name: str) -> Any:
        """What was chosen, or None when nothing was, or nothing that we know."""
        field = self[name]
        chosen = (field.data or None) if field.validate(self) else None
        field.errors = []
        return chosen


def sent_json() -> Any:
    """The body as JSON; None when it is something else, or nested deeper than anybody means."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def page_number() -> int:
    """The page that was asked for; 1 when that is no number."""
    return request.args.get("page", 1, type=int)


def cleaned(text: str | None) -> str:
    """As typed, trimmed, NFC."""
    return unicodedata.normalize("NFC", (text or "").strip())


def at_most(most: int) -> Length:
    return Length(max=most, message=_l("Dit is te lang. Kort het in tot hoogstens %(max)d tekens."))


def needed(words: Any, most: int = 120) -> list[Any]:
    """A text that can't be missed; what is asked stands in `words`."""
    return [InputRequired(words), at_most(most)]
