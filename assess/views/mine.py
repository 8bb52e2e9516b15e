"""One page for whoever has a part in an assessment: what is asked, what is done."""

from typing import Any

from flask import render_template, url_for
from flask_babel import gettext as _

from assess.queries.mine import Asked, asked_of
from assess.views.blueprint import assess
from kernel.database import read_session
from kernel.words import N_
from people import access
from people.permissions import Permission

WORDS = {
    "application": N_("Je sollicitatie"),
    "incumbent": N_("Meedoen aan het functieprofiel"),
    "helping": N_("Vraagt om iets om te kunnen meedoen"),
    "relevance": N_("Zeggen wat belangrijk is voor het werk"),
    "nomination": N_("Aanwijzen wie het werk het best doet"),
    "interview": N_("Een interview beoordelen"),
    "call": N_("Een gespeeld gesprek beoordelen"),
    "keying": N_("Zeggen hoe goed elke aanpak in een situatie is"),
    "vacancy": N_("Vacature waarvoor jij mee beslist"),
}
ADDRESSES = {
    "application": ("assess.application", "number"),
    "incumbent": ("assess.incumbent", "number"),
    "helping": ("assess.helping", "number"),
    "relevance": ("assess.relevance", "profile_id"),
    "nomination": ("assess.nomination", "profile_id"),
    "interview": ("assess.exercise", "exercise_id"),
    "call": ("assess.exercise", "exercise_id"),
    "keying": ("assess.keying", "revision_id"),
    "vacancy": ("assess.managed_vacancy", "vacancy_id"),
}


@assess.get("/assessments")
@access.requires(Permission.TAKE_PART)
def mine() -> str:
    asked = asked_of(read_session(), access.me())
    return render_template("assess/mine.html", asked=[(each, _(WORDS[each.noun]), address(each)) for each in asked])


def address(asked: Asked) -> str:
    """Where one does it."""
    endpoint, name = ADDRESSES[asked.noun]
    number: dict[str, Any] = {name: asked.number}
    return url_for(endpoint, **number)
