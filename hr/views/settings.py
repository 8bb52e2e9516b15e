"""The organisation's settings, a page each."""

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from courses.content import Course
from courses.queries.content import course_revision, course_slugs, parsed, rules_of
from courses.services.rules import set_rules
from hr import queries_settings as queries
from hr.blanks import blanks
from hr.forms.parts import refuse
from hr.forms.settings import AddressForm, LookForm, OrganisationForm, RulesForm, WordsForm
from hr.views.blueprint import hr
from kernel.database import read_session, unit_of_work
from kernel.errors import DomainError, NotFound
from kernel.forms import Form, cleaned
from people import access, colours
from people.logos import MOST_BYTES, read_logo
from people.models import Organisation
from people.permissions import Permission
from people.services import organisation as service

RULES = (
    "pass_mark", "drawn_per_lesson", "attempts_a_day", "valid_months", "window_days", "due_days", "answers_kept_months",
)  # fmt: skip


@hr.get("/settings")
@access.requires(Permission.SET_UP)
def settings() -> str:
    """What is still to be filled in."""
    session = read_session()
    return render_template(
        "hr/settings.html",
        tasks=queries.tasks(session, may_move=access.me().may(Permission.GRANT_ROLES)),
        me_may=access.me().may,
    )


@hr.get("/settings/organisation")
@access.requires(Permission.SET_UP)
def organisation() -> str:
    return render_template("hr/settings_organisation.html", form=OrganisationForm(obj=_organisation()))


@hr.post("/settings/organisation")
@access.requires(Permission.SET_UP)
def update_organisation() -> Response:
    form = OrganisationForm()
    if not form.validate_on_submit():
        return make_response(render_template("hr/settings_organisation.html", form=form), 422)
    values = {field.name: cleaned(field.data) for field in form if field.name != "csrf_token"}
    with unit_of_work() as session:
        service.update_details(session, access.actor(session), **values)
    return _kept()


@hr.get("/settings/look")
@access.requires(Permission.SET_UP)
def look() -> str:
    """Logo and colour; with `accent` in the address, what that colour would look like."""
    form = LookForm(accent=request.args.get("accent", _organisation().accent))
    return _look_page(form)


@hr.post("/settings/look")
@access.requires(Permission.SET_UP)
def update_look() -> Response:
    form = LookForm()
    if not form.validate_on_submit():
        return make_response(_look_page(form), 422)
    try:
        upload = form.logo.data.read(MOST_BYTES + 1) if form.logo.data else b""
        drawn = read_logo(upload) if upload else None
        with unit_of_work() as session:
            service.update_look(
                session,
                access.actor(session),
                accent=form.accent.data.strip(),
                logo=drawn,
                removes_logo=bool(form.removes_logo.data),
            )
    except DomainError as refusal:
        refuse(form, refusal)
        return make_response(_look_page(form), 422)
    return _kept()


def _look_page(form: LookForm) -> str:
    asked = (form.accent.data or "").strip()
    accent = asked if colours.is_colour(asked) else _organisation().accent
    light = colours.theme(accent).light
    return render_template(
        "hr/settings_look.html",
        form=form,
        shown=light,
        contrast=round(colours.contrast(light.accent, "#ffffff"), 1),
        is_darkened=light.accent.lower() != accent.lower(),
    )


@hr.get("/settings/preview.css")
@access.requires(Permission.SET_UP)
def look_preview_css() -> Response:
    """The colour being tried, for the small example on the page of the look alone."""
    asked = request.args.get("accent", "")
    if not colours.is_colour(asked):
        raise NotFound
    light = colours.theme(asked).light
    css = f".look-example {{ --accent: {light.accent}; --accent-hover: {light.accent_hover}; --on-accent: "
    css += f"{light.on_accent}; --accent-soft: {light.accent_soft}; }}\n"
    response = make_response(css)
    response.mimetype = "text/css"
    return response


@hr.get("/settings/address")
@access.requires(Permission.GRANT_ROLES, fresh=True)
def address() -> str:
    return render_template("hr/settings_address.html", form=AddressForm(base_url=_organisation().base_url))


@hr.post("/settings/address")
@access.requires(Permission.GRANT_ROLES, fresh=True)
def change_address() -> Response:
    form = AddressForm()
    if form.validate_on_submit():
        try:
            with unit_of_work() as session:
                service.change_base_url(session, access.actor(session), form.base_url.data.strip())
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            return _kept()
    return make_response(render_template("hr/settings_address.html", form=form), 422)


@hr.get("/settings/words")
@access.requires(Permission.SET_UP)
def words() -> str:
    form = WordsForm.of(blanks(_language()))(data=_organisation().words)
    return _words_page(form)


@hr.post("/settings/words")
@access.requires(Permission.SET_UP)
def update_words() -> Response:
    form = WordsForm.of(blanks(_language()))()
    if not form.validate_on_submit():
        return make_response(_words_page(form), 422)
    filled = {blank.key: cleaned(form[blank.key].data) for blank in blanks("nl")}
    with unit_of_work() as session:
        kept = session.get_one(Organisation, 1).words or {}
        service.update_words(session, access.actor(session), {**kept, **filled})
    return _kept()


def _words_page(form: Form) -> str:
    return render_template("hr/settings_words.html", form=form, blanks=blanks(_language()))


@hr.get("/settings/rules/<slug>")
@access.requires(Permission.SET_UP)
def rules(slug: str) -> str:
    kept = rules_of(read_session(), _course(read_session(), slug))
    form = RulesForm(obj=kept, data={"reminder_days": ", ".join(map(str, kept.reminder_days))})
    form.reminder_days.data = ", ".join(map(str, kept.reminder_days))
    return _rules_page(form, slug)


@hr.post("/settings/rules/<slug>")
@access.requires(Permission.SET_UP)
def update_rules(slug: str) -> Response:
    _course(read_session(), slug)
    form = RulesForm()
    if not form.validate_on_submit():
        return make_response(_rules_page(form, slug), 422)
    values = {name: form[name].data for name in RULES} | {"accreditation": cleaned(form.accreditation.data)}
    with unit_of_work() as session:
        set_rules(session, slug, actor=access.actor(session), **values, reminder_days=form.days())
    return _kept()


def _rules_page(form: RulesForm, slug: str) -> str:
    title = getattr(_course(read_session(), slug).title, _language())
    return render_template("hr/settings_rules.html", form=form, title=title, numbers=RULES)


def _course(session: Session, slug: str) -> Course:
    if slug not in course_slugs(session):
        raise NotFound
    return parsed(course_revision(session, slug, _language()))


def _organisation() -> Organisation:
    return read_session().get_one(Organisation, 1)


def _language() -> str:
    return str(get_locale())[:2]


def _kept() -> Response:
    flash(_("Bewaard."), "success")
    return redirect(url_for("hr.settings"), 303)
