"""The form that every form is: Flask-WTF's, with WTForms' own words read once a language instead of once a request."""

from functools import lru_cache
from gettext import NullTranslations

from babel.support import Translations
from flask_babel import get_locale
from flask_wtf import FlaskForm
from wtforms.i18n import messages_path


@lru_cache
def _words(language: str) -> NullTranslations:
    return Translations.load(messages_path(), [language], domain="wtforms")


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf publishes no types
    """Fields, and a token against forms sent from elsewhere."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # idem
        def get_translations(self, _form: object) -> NullTranslations:
            return _words(str(get_locale() or "nl"))
