"""Mail that came back after it was sent: a machine elsewhere told somebody here, and that person notes it."""

from sqlalchemy.orm import Session

from hr.errors import NotSent
from kernel import audit, clock
from kernel.errors import NotFound
from kernel.outbox import Mail
from people.models import Person


def came_back(session: Session, actor: Person, mail_id: int) -> Mail:
    """Note that a mail did not arrive; a second time changes nothing. Errors: `NotFound`, `NotSent`."""
    mail = session.get(Mail, mail_id, with_for_update=True)
    if mail is None or mail.person_id is None:
        raise NotFound
    if mail.bounced_at is None:
        if mail.sent_at is None:
            raise NotSent
        mail.bounced_at = clock.now()
        audit.record(session, "mail.bounced", actor=actor.id, subject=mail.person_id, object=f"mail:{mail.id}")
    return mail
