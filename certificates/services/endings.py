"""How a certificate ends: revoked, superseded by a corrected issue, or erased with its file; once, and in the log."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from certificates import queries
from certificates.correction import corrected_credential
from certificates.errors import AlreadyErased, AlreadyRevoked, AlreadySuperseded, NameUnchanged
from certificates.ledger import services as ledger
from certificates.ledger.entries import EntryType, Reason, commitment_entry, target_entry
from certificates.models import Certificate, Ending, Paper, Snapshot
from certificates.numbers import status_bit
from certificates.services import issuing, keys
from certificates.snapshot import Snapshot as Facts
from certificates.state import State
from kernel import audit, clock
from people.models import File, Organisation

ENDED_BY = {State.REVOKED: AlreadyRevoked, State.SUPERSEDED: AlreadySuperseded, State.ERASED: AlreadyErased}


class Follower(Protocol):
    """What else ends when a certificate is revoked."""

    def __call__(self, session: Session, certificate: Certificate, *, actor: int | None) -> object: ...


AnyFollower = TypeVar("AnyFollower", bound=Follower)
_followers: list[Follower] = []


def follows_revocation(follower: AnyFollower) -> AnyFollower:
    """Call `follower` in the unit of work of every revocation: for packages above, which this one can't know."""
    _followers.append(follower)
    return follower


def revoke(session: Session, certificate: Certificate, reason: Reason, actor: int | None, note: str = "") -> Ending:
    """Say that this certificate is not true (any more). Errors: `AlreadyRevoked`, `AlreadySuperseded`.

    The note is for the audit trail alone; the log holds the reason.
    """
    keys.opened_log(session)
    _refuse_ended(session, certificate, State.REVOKED, State.SUPERSEDED)
    entry = target_entry(EntryType.REVOKE, clock.now(), certificate.entry_index, reason)
    ending = _end(session, certificate, State.REVOKED, reason=reason, by=actor, index=ledger.append(session, entry))
    for follower in _followers:
        follower(session, certificate, actor=actor)
    keys.sign_head(session)
    _record(session, "certificate.revoked", certificate, actor, note)
    return ending


def reissue(session: Session, certificate: Certificate, actor: int | None) -> Certificate:
    """Issue it anew under the person's name of now; the old one is superseded.

    Errors: `NameUnchanged` when the name is the same, `AlreadyRevoked`, `AlreadySuperseded`, `AlreadyErased`.
    """
    head = keys.opened_log(session)
    _refuse_ended(session, certificate, *ENDED_BY)
    old, holder = queries.sealed(session, certificate), certificate.file.person.name
    if old is None:
        raise AlreadyErased
    if Facts.of(old.credential).holder == holder:
        raise NameUnchanged
    place = issuing.new_place(session)
    base_url = session.get_one(Organisation, 1).base_url
    status_list, bit = status_bit(base_url, place.status_index)
    unsigned = corrected_credential(
        old.credential,
        holder=holder,
        base_url=base_url,
        public_id=place.public_id,
        issued=place.at,
        status_list=status_list,
        status_index=bit,
    )
    made, commits = issuing.enter(session, _next_issue(certificate), certificate.file, unsigned, place)
    index = ledger.append(session, commitment_entry(EntryType.SUPERSEDE, place.at, commits))
    _end(session, certificate, State.SUPERSEDED, reason=Reason.NAME_CORRECTED, by=actor, index=index)
    keys.sign_head(session)
    _record(session, "certificate.reissued", made, actor, f"replaces certificate:{certificate.id} in {head.origin}")
    return made


def erase_file(
    session: Session,
    file: File,
    actor: int | None,
    *,
    also: Sequence[int] = (),
    reason: Reason = Reason.HOLDER_REQUEST,
) -> None:
    """Throw the file's key away with all that it sealed here; an ERASE follows for every entry of the file.

    `also` are the entries of what other packages sealed with it, such as statements. Errors: `AlreadyErased`.
    """
    keys.opened_log(session)
    file = session.get_one(File, file.id, with_for_update=True, populate_existing=True)
    if file.wrapped_key is None:
        raise AlreadyErased
    at, certificates = clock.now(), list(session.scalars(select(Certificate).where(Certificate.file_id == file.id)))
    for certificate in certificates:
        entry = target_entry(EntryType.ERASE, at, certificate.entry_index, reason)
        _end(session, certificate, State.ERASED, reason=reason, by=actor, index=ledger.append(session, entry))
    replaced = [
        ending.entry_index for each in certificates for ending in each.endings if ending.kind == State.SUPERSEDED
    ]
    ledger.append_many(session, [target_entry(EntryType.ERASE, at, index, reason) for index in (*replaced, *also)])
    numbers = [certificate.id for certificate in certificates]
    session.execute(delete(Snapshot).where(Snapshot.certificate_id.in_(numbers)))
    session.execute(delete(Paper).where(Paper.certificate_id.in_(numbers)))
    file.wrapped_key, file.erased_at = None, at
    session.flush()
    keys.sign_head(session)
    audit.record(session, "file.erased", actor=actor, subject=file.person_id, object=f"file:{file.id}")


def _refuse_ended(session: Session, certificate: Certificate, *states: State) -> None:
    """Judged under the lock of the head, so that of two endings at once the second sees the first."""
    rows = select(Ending.kind).where(Ending.certificate_id == certificate.id)
    for kind in session.scalars(rows):
        if State(kind) in states:
            raise ENDED_BY[State(kind)]


def _end(
    session: Session, certificate: Certificate, kind: State, *, reason: Reason, by: int | None, index: int
) -> Ending:
    ending = Ending(certificate_id=certificate.id, kind=kind, reason=reason, at=clock.now(), by=by, entry_index=index)
    session.add(ending)
    session.flush()
    return ending


def _next_issue(certificate: Certificate) -> Certificate:
    return Certificate(
        achievement=certificate.achievement,
        issue=certificate.issue + 1,
        title=certificate.title,
        language=certificate.language,
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
    )


def _record(session: Session, action: str, certificate: Certificate, actor: int | None, reason: str) -> None:
    person = session.get_one(File, certificate.file_id).person_id
    audit.record(session, action, actor=actor, subject=person, object=issuing.name_of(certificate), reason=reason)
