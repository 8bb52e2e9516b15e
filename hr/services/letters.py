"""Codes on paper, for whom no mail reaches."""

from sqlalchemy.orm import Session

from hr.errors import Protected
from hr.services.administrators import may_change_sign_in
from people.letters import Letter
from people.models import Person
from people.services import invitations


def make(session: Session, actor: Person, person: Person) -> Letter:
    """A letter with a new code; older links and codes stop. Errors: `Protected`."""
    if not may_change_sign_in(actor, person):
        raise Protected
    return Letter(person, invitations.invite_by_letter(session, person, actor))
