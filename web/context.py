"""What every template knows."""

import tomllib
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _

from assess.queries import mine
from kernel.database import read_session
from kernel.words import N_
from people import access, queries
from people.permissions import Permission
from people.services import sessions
from web import languages
from web.config import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


NAVIGATION = (
    (N_("Mijn overzicht"), "courses.home", Permission.LEARN),
    (N_("Assessments"), "assess.mine", Permission.TAKE_PART),
    (N_("Mijn team"), "hr.team", Permission.SEE_TEAM),
    (N_("Overzicht"), "hr.desk", Permission.SEE_REGISTER),
    (N_("Mensen"), "hr.people", Permission.MANAGE_PEOPLE),
    (N_("Functies"), "assess.positions", Permission.MAKE_PROFILES),
    (N_("Vacatures"), "assess.vacancies", Permission.SELECT),
    (N_("Cijfers"), "assess.calculations", Permission.READ_FIGURES),
    (N_("Vragenlijsten"), "assess.instruments", Permission.APPROVE_INSTRUMENTS),
    (N_("Register"), "hr.register", Permission.SEE_REGISTER),
    (N_("Certificaten"), "certificates.search", Permission.SEE_REGISTER),
    (N_("Inhoud"), "courses.content", Permission.APPROVE_CONTENT),
    (N_("Logboek"), "hr.trail", Permission.READ_TRAIL),
    (N_("Instellingen"), "hr.settings", Permission.SET_UP),
)
BELONGS = {"profiles": "/positions", "requests": "/vacancies", "objections": "/vacancies", "remarks": "/vacancies"}


def navigation() -> list[tuple[str, str, bool]]:
    """(label, address, is this page below it) of what this person may open."""
    person = access.me_or_none()
    if person is None:
        return []
    shown = [(_(label), url_for(name)) for label, name, permission in NAVIGATION if person.may(permission)]
    path = g.get("page_above", request.path)
    where = BELONGS.get(path.split("/")[1], path)
    current = max((address for _label, address in shown if _is_below(where, address)), key=len, default="")
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


def waiting() -> int:
    """How much waits under Assessments; for the page that says that somebody is up to date."""
    person = access.me()
    return mine.waiting(read_session(), person) if person.may(Permission.TAKE_PART) else 0


def install(app: Flask) -> None:
    app.context_processor(everywhere)
    app.jinja_env.globals["waiting"] = waiting
