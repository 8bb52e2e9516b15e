"""One profile version for HR: what there is to do, in order, and what can't change any more."""

from flask import render_template
from flask_babel import gettext as _, ngettext

from assess.models import JobProfile
from assess.queries import incumbents as people_queries, positions as queries
from assess.queries.advisers import EXPERTS_NEEDED, NOMINATORS_NEEDED, Adviser, Group, advisers
from assess.queries.incumbents import SHOWN_FROM, Turnout
from assess.queries.positions import stage_of
from assess.services import criteria, derivations, figures
from assess.services.criteria import CriterionKind, Missing
from assess.views.blueprint import assess
from assess.views.positions import STAGES
from kernel.database import read_session
from kernel.words import N_
from people import access
from people.permissions import Permission

KINDS = {
    CriterionKind.FIGURE: N_("Een cijfer per persoon"),
    CriterionKind.NAMED: N_("Aangewezen door twee beoordelaars"),
    CriterionKind.NONE: N_("Geen cijfer, en niemand aangewezen"),
}
MISSING = {
    Missing.CRITERION: N_("Leg eerst vast wat goed werk is."),
    Missing.EXPERTS: N_("Minstens twee deskundigen zeggen wat belangrijk is."),
    Missing.PARTICIPANTS: N_("Minstens drie mensen doen mee. Van minder mensen tonen we nooit iets."),
}
Task = dict[str, str | None]


@assess.get("/profiles/<int:profile_id>")
@access.requires(Permission.MAKE_PROFILES)
def profile(profile_id: int) -> str:
    session = read_session()
    shown = queries.profile_of(session, profile_id)
    stage = stage_of(shown)
    turnout = people_queries.turnout(session, profile_id)
    missing = criteria.missing(session, shown)
    return render_template(
        "assess/profile.html",
        profile=shown,
        stage=stage,
        stages=STAGES,
        turnout=turnout,
        tasks=_tasks(shown, turnout),
        is_ordered=derivations.order_of(session, profile_id) is not None,
        missing=[_(MISSING[each]) for each in missing],
        shown_from=SHOWN_FROM,
    )


def _tasks(shown: JobProfile, turnout: Turnout) -> list[Task]:
    session = read_session()
    experts = advisers(session, shown.id, Group.EXPERTS)
    return [
        _people(turnout),
        _experts(experts),
        _criterion(
            shown, turnout, figures.held(session, shown.id).count, advisers(session, shown.id, Group.NOMINATORS)
        ),
        _invitations(turnout),
        _freezing(shown),
    ]


def _people(turnout: Turnout) -> Task:
    hint = ngettext("%(num)s persoon gekozen.", "%(num)s mensen gekozen.", turnout.chosen)
    is_enough = turnout.chosen >= SHOWN_FROM
    return _task(
        _("Kies wie dit werk doen"),
        hint if turnout.chosen else _("Iedereen in de functie, niet alleen de besten."),
        "assess.profile_people",
        _("Klaar") if is_enough else _("Begonnen") if turnout.chosen else _("Te doen"),
        "good" if is_enough else "busy" if turnout.chosen else "todo",
    )


def _experts(experts: list[Adviser]) -> Task:
    asked = sum(each.asked_at is not None for each in experts)
    handed_in = sum(each.handed_in_at is not None for each in experts)
    hint = _("%(handed_in)s van %(count)s leverden in.", handed_in=handed_in, count=len(experts))
    is_done = handed_in >= EXPERTS_NEEDED and handed_in == len(experts)
    return _task(
        _("Vraag deskundigen wat belangrijk is"),
        hint if experts else _("Minstens twee mensen die het werk goed kennen. Zij zien elkaars antwoorden niet."),
        "assess.experts",
        _("Klaar") if is_done else _("Gevraagd") if asked else _("Te doen"),
        "good" if is_done else "busy" if asked else "todo",
    )


def _criterion(shown: JobProfile, turnout: Turnout, held: int, nominators: list[Adviser]) -> Task:
    hint = _("Met een cijfer per persoon, of met twee beoordelaars die aanwijzen wie het werk het best doet.")
    state, kind = _("Te doen"), "todo"
    handed_in = sum(each.handed_in_at is not None for each in nominators)
    if held:
        hint = _("Cijfers ingelezen van %(count)s van de %(people)s mensen.", count=held, people=turnout.chosen)
        state, kind = _("Klaar"), "good"
    elif nominators:
        hint = _("%(handed_in)s van %(count)s beoordelaars leverden in.", handed_in=handed_in, count=len(nominators))
        is_done = handed_in >= NOMINATORS_NEEDED
        state, kind = (_("Klaar"), "good") if is_done else (_("Begonnen"), "busy")
    if shown.criterion:
        hint, state, kind = _(KINDS[CriterionKind(shown.criterion.kind)]), _("Ligt vast"), "good"
    return _task(_("Bepaal wie het werk het best doen"), hint, "assess.criterion", state, kind)


def _invitations(turnout: Turnout) -> Task:
    hint = ngettext("%(num)s persoon uitgenodigd.", "%(num)s mensen uitgenodigd.", turnout.invited)
    is_done = turnout.invited > 0 and turnout.to_invite < SHOWN_FROM
    return _task(
        _("Nodig hen uit"),
        hint if turnout.invited else _("Meedoen is vrijwillig. Je ziet of er genoeg mensen meedoen, nooit wie."),
        "assess.invitations",
        _("Klaar") if is_done else _("Begonnen") if turnout.invited else _("Te doen"),
        "good" if is_done else "busy" if turnout.invited else "todo",
    )


def _freezing(shown: JobProfile) -> Task:
    is_done = shown.criterion is not None
    return _task(
        _("Leg vast wat goed werk is"),
        _("Daarna verandert dit niet meer. Zo past niemand het aan de scores aan."),
        "assess.freezing",
        _("Ligt vast") if is_done else _("Te doen"),
        "good" if is_done else "todo",
    )


def _task(title: str, hint: str, endpoint: str, status: str, kind: str) -> Task:
    return {"title": title, "hint": hint, "endpoint": endpoint, "status": status, "kind": kind}
