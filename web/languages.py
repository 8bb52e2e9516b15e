"""Dutch by default, English by choice."""

from gettext import NullTranslations

from babel import Locale
from flask import Flask, g, has_request_context, request, session as cookie
from flask_babel import Babel, get_locale, get_translations

from people import access
from web.config import ROOT

LANGUAGES = ("nl", "en")


def chosen() -> str:
    """What was asked in the address, chosen before, or set by the person; else Dutch."""
    if not has_request_context():
        return str(g.get("language", "nl"))
    asked = request.args.get("lang") or cookie.get("language")
    if asked in LANGUAGES:
        return str(asked)
    person = access.me_or_none()
    return person.language if person else "nl"


def _keep_asked() -> None:
    """An address that asks for a language holds for the pages after it: forms don't repeat the question."""
    asked = request.args.get("lang")
    if asked in LANGUAGES and cookie.get("language") != asked:
        cookie["language"] = asked


def zone() -> str:
    from people.queries import organisation

    known = organisation()
    return known.zone_name if known else "Europe/Amsterdam"


def _translations() -> NullTranslations:
    """Looked up once a language a request: a page has fifty words, and each look-up costs as much as a query."""
    kept: dict[Locale | None, NullTranslations] = g.setdefault("translations", {})
    locale = get_locale()
    if locale not in kept:
        kept[locale] = get_translations()
    return kept[locale]


def _gettext(message: str) -> str:
    return _translations().gettext(message)


def _ngettext(singular: str, plural: str, count: int) -> str:
    return _translations().ngettext(singular, plural, count)


def install(app: Flask) -> None:
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    app.config["BABEL_DEFAULT_LOCALE"] = "nl"
    app.before_request(_keep_asked)
    Babel(app, locale_selector=chosen, timezone_selector=zone)
    app.jinja_env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]


def current() -> str:
    """The two letters of the language this answer is in."""
    return str(get_locale() or "nl")[:2]
