"""The report: its facts made from frozen scores and a frozen profile, drawn outside the transaction, stored once."""

import hashlib
from dataclasses import dataclass

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assess import report_paper, sealing
from assess.instruments import Instrument
from assess.models import Application, JobProfile, ProfileApproval, Report, Sitting, Vacancy
from assess.queries.candidacy import has_report
from assess.queries.instruments import instrument_of, is_concept
from assess.queries.needs import needs_of
from assess.queries.reports import exact_profile
from assess.queries.sittings import answers_of, scores_of, sitting_for
from assess.report_facts import Facts, Score
from assess.services import doors
from assess.services.releasing import valid_until
from assess.services.sittings import follows_hand_in
from kernel import audit, clock, jobs, secrets
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.jobs import Job
from people.models import File, Organisation
from people.services import files

MAKE_REPORT = "make_report"


@dataclass(frozen=True)
class Draft:
    """All that drawing needs, so that it holds no transaction."""

    page: str
    facts: Facts
    language: str


@follows_hand_in
def order_report(session: Session, sitting: Sitting, application: Application, *, actor: int) -> None:
    """Ask for the report in the transaction of the hand-in."""
    payload: dict[str, object] = {"application": application.id, "sitting": sitting.id}
    jobs.enqueue(session, MAKE_REPORT, payload, key=f"report:{application.id}", owner=actor)


@jobs.handles(MAKE_REPORT)
def make_report(job: Job) -> None:
    """Do the job that was asked with the hand-in."""
    make(int(str(job.payload["application"])))


def make(application_id: int) -> None:
    """Draw, seal and store the report, unless it is there or its file was erased; then tell. Errors: `PressError`."""
    session = read_session()
    draft = _draft(session, _application(session, application_id))
    close_read_session()  # the database waits for no drawing
    if draft is None:
        return
    pdf = report_paper.printed(draft.page)
    with unit_of_work() as session:
        _store(session, _application(session, application_id), draft, pdf)


def facts_of(session: Session, application: Application) -> Facts | None:
    """What the report says, from what was frozen; None before the hand-in. Errors: `FileErased`."""
    sitting = sitting_for(session, application=application.id)
    found = scores_of(session, sitting) if sitting and sitting.hand_in else None
    if sitting is None or sitting.hand_in is None or found is None:
        return None
    profile, vacancy = application.vacancy.profile, application.vacancy
    approval, organisation = session.get_one(ProfileApproval, profile.id), session.get_one(Organisation, 1)
    instrument, exact = instrument_of(sitting.revision), exact_profile(session, profile)
    scales = {code: float(score) for code, score in found["scales"].items() if score is not None}
    given = answers_of(session, sitting)
    taken = clock.day(sitting.hand_in.handed_in_at, organisation.zone)
    return Facts(
        organisation=organisation.name,
        candidate=application.person.name,
        vacancy=vacancy.title,
        position=profile.position.title,
        taken_on=taken,
        valid_until=valid_until(taken),
        instrument_hash=sitting.revision.content_hash,
        statements=len(instrument.statements),
        situations=len(instrument.situations),
        experts=found["key"]["experts"],
        key_is_proposal=found["key"]["is_proposal"],
        profile_version=profile.version,
        profile_hash=approval.content_hash,
        status=str(exact.status),
        is_compared=exact.is_standardised,
        scores=_placed(instrument, exact, scales),
        composite_band=_composite_band(exact, scales),
        has_large_print=needs_of(application).large_print,
        instrument_is_concept=is_concept(session, sitting.revision_id),
        statements_answered=sum(each.item_id in given for each in instrument.statements),
        situations_answered=sum(each.item_id in given for each in instrument.situations),
    )


def _placed(instrument: Instrument, exact: object, scales: dict[str, float]) -> tuple[Score, ...]:
    """Every scale of the instrument in its order, beside the profile: each placed as it is shown, so that what looks
    the same is said to be the same.
    """
    from assess.method.fit import placements

    shown = {code: round(score, 2) for code, score in scales.items()}
    placed = {each.code: each for each in placements(exact, shown)}  # type: ignore[arg-type]  # loaded on use
    made = []
    for code in instrument.scales:
        each = placed.get(code)
        if each is None or each.score is None or each.interval is None:
            made.append(Score.missing(code))
        else:
            made.append(Score.measured(code, each.score, each.interval[1] - each.score, each.band))
    return tuple(made)


def _composite_band(exact: object, scales: dict[str, float]) -> str | None:
    """All that was tested together, where the profile's status allows it and nothing that weighs is missing.

    What people rate comes later and stands on its own page, with a total of its own.
    """
    from assess.method.fit import composite, without_rated
    from assess.method.profiles import Profile

    assert isinstance(exact, Profile)
    profile = without_rated(exact)
    if not profile.status.may_have_composite() or profile.middle_half is None:
        return None
    found = composite(profile, scales)
    return str(found.band) if found else None


def _application(session: Session, application_id: int) -> Application:
    found = select(Application).where(Application.id == application_id)
    of_vacancy = joinedload(Application.vacancy).joinedload(Vacancy.profile).joinedload(JobProfile.position)
    return session.scalars(found.options(of_vacancy, joinedload(Application.person))).one()


def _draft(session: Session, application: Application) -> Draft | None:
    if application.file.wrapped_key is None or has_report(session, application):
        return None
    facts = facts_of(session, application)
    if facts is None:
        return None
    language, revision = application.person.language, application.vacancy.profile.revision
    with force_locale(language):
        page = report_paper.page(session.get_one(Organisation, 1), facts, instrument_of(revision), language)
    return Draft(page, facts, language)


def _store(session: Session, application: Application, draft: Draft, pdf: bytes) -> None:
    file = session.get_one(File, application.file_id, with_for_update=True, populate_existing=True)
    if file.wrapped_key is None or has_report(session, application):
        return
    number = application.id
    report = Report(
        application_id=number,
        sealed=sealing.seal_in(file, draft.facts.content(), f"report:{number}"),
        sealed_paper=secrets.seal(files.key_of(file), pdf, f"report-paper:{number}"),
        digest=hashlib.sha256(pdf).hexdigest(),
        language=draft.language,
        made_at=clock.now(),
    )
    session.add(report)
    session.flush()
    audit.record(session, "report.made", actor=None, subject=file.person_id, object=f"application:{number}")
    doors.tell(session, application, "application_report_ready", actor=None, path="/report")
