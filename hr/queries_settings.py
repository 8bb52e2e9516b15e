"""What is set, and what is still to be filled in."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import get_locale, gettext as _, ngettext
from sqlalchemy.orm import Session

from courses.queries.content import course_revision, course_slugs, parsed
from hr.blanks import open_blanks
from people.models import Organisation


@dataclass(frozen=True, slots=True)
class Task:
    """One section of the settings, as components/task_list.html shows it."""

    title: str
    href: str
    status: str
    kind: str
    hint: str


def tasks(session: Session, *, may_move: bool) -> list[Task]:
    """Every section, in the order in which one fills them in; the address is for who `may_move` it."""
    organisation = session.get_one(Organisation, 1)
    return [
        _details(organisation),
        _words(organisation),
        _look(organisation),
        *([_address(organisation)] if may_move else []),
        *_rules(session),
    ]


def _details(organisation: Organisation) -> Task:
    missing = [
        words
        for words, value in (
            (_("wie tekent"), organisation.signatory_name),
            (_("waar mensen hulp vinden"), organisation.help_contact),
        )
        if not value
    ]
    hint = _("Nog leeg: %(what)s.", what=", ".join(missing)) if missing else organisation.name
    return _task(_("Je organisatie"), "hr.organisation", not missing, hint)


def _words(organisation: Organisation) -> Task:
    count = len(open_blanks(organisation))
    hint = _("Meldpunt, functionaris gegevensbescherming, afspraken: zo leest de cursus als die van jullie.")
    if count:
        hint = ngettext("Nog %(num)s is leeg.", "Nog %(num)s zijn leeg.", count)
    return _task(_("Woorden van de cursus"), "hr.words", not count, hint)


def _look(organisation: Organisation) -> Task:
    has_logo = bool(organisation.logo_mime)
    hint = _("Logo en kleur staan op pagina’s, mails en certificaten.")
    return _task(_("Logo en kleur"), "hr.look", has_logo, hint if has_logo else _("Er is nog geen logo."))


def _address(organisation: Organisation) -> Task:
    if organisation.base_url_fixed_at:
        return Task(_("Adres"), url_for("hr.address"), _("Ligt vast"), "good", organisation.base_url)
    hint = _("%(address)s. Ligt vast vanaf het eerste certificaat.", address=organisation.base_url)
    return Task(_("Adres"), url_for("hr.address"), _("Kijk na"), "todo", hint)


def _rules(session: Session) -> list[Task]:
    language = str(get_locale())[:2]
    found = []
    for slug in course_slugs(session):
        course = parsed(course_revision(session, slug, language))
        if course.test is not None:
            title = _("Regels van %(course)s", course=getattr(course.title, language))
            hint = _("Geslaagd vanaf, pogingen, geldigheid, herinneringen.")
            found.append(Task(title, url_for("hr.rules", slug=slug), _("Ingesteld"), "good", hint))
    return found


def _task(title: str, endpoint: str, is_done: bool, hint: str) -> Task:
    status, kind = (_("Klaar"), "good") if is_done else (_("Nog invullen"), "todo")
    return Task(title, url_for(endpoint), status, kind, hint)
