"""The interview guide of one candidate: from a report that was released and the profile of the vacancy."""

from sqlalchemy.orm import Session

from assess.guides import Importance, Topic, topics
from assess.models import Application, JobProfile
from assess.queries.instruments import shown
from assess.queries.reports import exact_profile
from assess.report_facts import Facts


def guide_of(session: Session, application: Application, facts: Facts) -> tuple[Topic, ...]:
    """What to ask; the caller saw to it that the report was released."""
    vacancy = application.vacancy
    instrument = shown(session, vacancy.profile.revision, vacancy.contact.name)
    return topics(instrument, facts, importance_in(session, vacancy.profile))


def importance_in(session: Session, profile: JobProfile) -> dict[str, Importance]:
    """By competency: what may be shown of how much it counts."""
    from assess.method.disclosure import published

    scales = published(exact_profile(session, profile)).scales
    return {each.code: Importance(str(each.word), each.weight, each.relevance) for each in scales}
