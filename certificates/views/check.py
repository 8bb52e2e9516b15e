"""The check page, for anybody. By number alone it names nobody; with the paper in hand it tells all."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from certificates import queries
from certificates.bounded import check_apart
from certificates.canonical import Json
from certificates.checking import Checked
from certificates.errors import WrongCode
from certificates.findings import Finding, Outcome
from certificates.forms import LARGEST_FILE, CodeForm, NumberForm, SuppliedForm
from certificates.holder import is_holder_code
from certificates.issuer import did_document
from certificates.ledger import queries as ledger
from certificates.models import Certificate
from certificates.numbers import normalise_number
from certificates.services.issuing import name_of
from certificates.state import State
from certificates.views.blueprint import certificates
from certificates.views.facts import evidence_rows, signed_rows
from certificates.words import ADVICE, FINDINGS, HEADLINES, STATES
from kernel import audit, clock
from kernel.database import close_read_session, read_session
from kernel.errors import NotFound
from people import access
from people.forms import refuse
from people.services import limits
from people.services.limits import Limit
from people.views.cookies import address

ABOUT_DATES = {Finding.EXPIRED, Finding.NOT_YET_VALID}


@certificates.get("/check")
@access.public
def check_search() -> Response:
    """Look a certificate up by its number, or hand over a file."""
    form = NumberForm(request.args)
    if "number" not in request.args:
        return _search_page(form, SuppliedForm())
    if not form.validate():
        return _search_page(form, SuppliedForm(), 422)
    return redirect(url_for("certificates.check", public_id=normalise_number(form.number.data)), 303)


@certificates.get("/c/<public_id>")
@access.public
def check(public_id: str) -> Response:
    """What a certificate is worth today, without its holder's name."""
    certificate = _find(public_id)
    return _check_page(certificate, CodeForm()) if certificate else _unknown_page()


@certificates.post("/c/<public_id>")
@access.public
def check_code(public_id: str) -> Response:
    """The whole signed fact, for who has the code that is printed on the paper."""
    certificate, form = _find(public_id), CodeForm()
    if certificate is None:
        return _unknown_page()
    if not form.validate_on_submit():
        return _check_page(certificate, form, 422)
    limits.count(Limit(f"compare:{address()}", most=20, minutes=15), Limit("compare", most=600, minutes=1))
    certificate = queries.of_somebody(read_session(), certificate.public_id)
    try:
        return _compare_page(certificate, form.code.data)
    except WrongCode as refusal:
        refuse(form, refusal)
    return _check_page(certificate, form, 422)


@certificates.post("/check/file")
@access.public
def check_file() -> Response:
    """Check a file that somebody hands over; nothing of it is kept."""
    form = SuppliedForm()
    if not form.validate_on_submit():
        return _search_page(NumberForm(), form, 422)
    limits.count(Limit(f"file:{address()}", most=30, minutes=15))
    data = form.file.data.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        form.file.errors = [FINDINGS[Finding.UNREADABLE]]
        return _search_page(NumberForm(), form, 422)
    issuer = _issuer()
    close_read_session()  # the database waits for nobody's file
    return _file_page(check_apart(data, clock.now(), issuer))


def _find(typed: str) -> Certificate | None:
    number = normalise_number(typed)
    return queries.by_number(read_session(), number) if number else None


def _issuer() -> Json:
    session = read_session()
    try:
        return queries.issuer_document(session)
    except NotFound:
        return did_document(queries.organisation(session).base_url, [])


def _search_page(form: NumberForm, supplied: SuppliedForm, status: int = 200) -> Response:
    page = render_template("certificates/check_search.html", form=form, supplied=supplied)
    return make_response(page, status)


def _unknown_page() -> Response:
    return make_response(render_template("certificates/check_unknown.html", supplied=SuppliedForm()), 404)


def _check_page(certificate: Certificate, form: CodeForm, status: int = 200) -> Response:
    state = queries.state(read_session(), certificate)
    return make_response(
        render_template(
            "certificates/check.html",
            certificate=certificate,
            form=form,
            supplied=SuppliedForm(),
            erased=any(ending.kind == State.ERASED for ending in certificate.endings),
            **_state_words(certificate, state),
        ),
        status,
    )


def _compare_page(certificate: Certificate, code: str) -> Response:
    """Errors: `WrongCode`, also when the file was erased and nobody can tell any more."""
    session = read_session()
    found, head = queries.sealed(session, certificate), ledger.head(session)
    if found is None or head is None or not is_holder_code(code, found.salt, head.origin, certificate.public_id):
        raise WrongCode
    words = _state_words(certificate, queries.state(session, certificate))
    subject = certificate.file.person_id
    audit.note("certificate.compared", actor=None, subject=subject, object=name_of(certificate))
    return make_response(
        render_template(
            "certificates/check_compare.html",
            certificate=certificate,
            rows=signed_rows(found.credential, certificate.entry_index),
            evidence=evidence_rows(found.credential),
            **words,
        )
    )


def _file_page(checked: Checked) -> Response:
    certificate = _find(checked.snapshot.id) if checked.snapshot else None
    doubts = [finding for finding in checked.findings if finding not in ABOUT_DATES]
    shown = checked.snapshot if Finding.SIGNATURE_FALSE not in doubts else None
    words = _state_words(certificate, queries.state(read_session(), certificate)) if certificate else {}
    return make_response(
        render_template(
            "certificates/check_file.html",
            verdict=_verdict(doubts, certificate),
            findings=[FINDINGS[finding] for finding in doubts],
            snapshot=shown,
            place=checked.place,
            certificate=certificate,
            **words,
        )
    )


def _verdict(doubts: list[Finding], certificate: Certificate | None) -> str:
    if Finding.UNREADABLE in doubts:
        return "unreadable"
    if any(finding.outcome is Outcome.REFUSED for finding in doubts):
        return "false"
    return "unproven" if doubts or not certificate else "true"


def _state_words(certificate: Certificate, state: State) -> dict[str, object]:
    name, kind = STATES[state]
    meaning, advice = ADVICE[state]
    ended = queries.ending(certificate, state)
    return {
        "headline": HEADLINES[state],
        "name": name,
        "kind": kind,
        "meaning": meaning,
        "advice": advice,
        "ended": ended,
    }
