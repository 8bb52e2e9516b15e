"""What every template knows."""

import tomllib
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import gettext as _

from people import access, queries
from people.permissions import Permission
from people.services import sessions
from web import languages
from web.config import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


def navigation() -> list[tuple[str, str, bool]]:
    """(label, address, is this page below it) of what this person may open."""
    person = access.me_or_none()
    if person is None:
        return []
    entries = [(_("Mijn overzicht"), "courses.home", Permission.LEARN)]
    entries += [(_("Mijn team"), "hr.team", Permission.SEE_TEAM)]
    entries += [(_("Overzicht"), "hr.desk", Permission.SEE_REGISTER)]
    entries += [(_("Mensen"), "hr.people", Permission.MANAGE_PEOPLE)]
    entries += [(_("Register"), "hr.register", Permission.SEE_REGISTER)]
    entries += [(_("Certificaten"), "certificates.search", Permission.SEE_REGISTER)]
    entries += [(_("Inhoud"), "courses.content", Permission.APPROVE_CONTENT)]
    entries += [(_("Logboek"), "hr.trail", Permission.READ_TRAIL)]
    entries += [(_("Instellingen"), "hr.settings", Permission.SET_UP)]
    known = current_app.view_functions
    shown = [(label, url_for(name)) for label, name, permission in entries if person.may(permission) and name in known]
    current = max((address for _label, address in shown if _is_below(request.path, address)), key=len, default="")
    return [(label, address, address == current) for label, address in shown]


def _is_below(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address + "/"))


def everywhere() -> dict[str, Any]:
    known = queries.organisation()
    quiet = sessions.seconds_quiet(access.current_sign_in())  # so that a page never promises more time than there is
    return {
        "organisation": known,
        "me": access.me_or_none(),
        "locale": languages.current(),
        "navigation": navigation(),
        "version": VERSION,
        "demo": current_app.extensions["config"].is_demo,
        "idle_seconds": int(sessions.IDLE.total_seconds()) - quiet,
        "warn_seconds": int(sessions.WARN.total_seconds()) - quiet,
    }


def install(app: Flask) -> None:
    app.context_processor(everywhere)
