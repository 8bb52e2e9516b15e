"""What ends a period before its last day."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from certificates.models import Certificate
from certificates.services.endings import follows_revocation
from courses.models import Period
from courses.queries.learning import zone_of
from courses.queries.record import enrolment_of_key
from kernel import audit, clock


@follows_revocation
def end_revoked(session: Session, certificate: Certificate, *, actor: int | None) -> Period | None:
    """End the period that a revoked certificate proved; None when it proved none that still ran.

    Called in the unit of work of every revocation, with whichever issue of the certificate was revoked.
    """
    period = period_of(session, certificate)
    if period is None or period.ended_on is not None:
        return None
    period.ended_on, period.ended_why = clock.day(clock.now(), zone_of(session)), "revoked"
    audit.record(session, "period.ended", actor=actor, subject=period.person_id, object=f"period:{period.id}")
    return period


def period_of(session: Session, certificate: Certificate) -> Period | None:
    """The period that a certificate proves, also after a correction of it."""
    enrolment_id = enrolment_of_key(certificate.achievement)
    return session.scalar(select(Period).where(Period.enrolment_id == enrolment_id)) if enrolment_id else None
