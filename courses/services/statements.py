"""The statement: read in one's own language, signed with one's own name, kept word for word."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from markupsafe import Markup
from sqlalchemy.orm import Session

from certificates.ledger.entries import EntryType
from certificates.services.issuing import commit_document
from courses.content import Statement
from courses.errors import EnrolmentClosed, NoContent, OtherName, PassFirst, StatementChanged, WordsMissing
from courses.models import Enrolment, Revision, Signature
from courses.queries import content, learning
from courses.services import completion
from kernel import audit, clock, secrets
from kernel.markup import to_html
from kernel.placeholders import fill, placeholders_in
from people import mails
from people.models import Person
from people.services.files import key_of

AT_SIGNING = frozenset({"datum", "ondertekening"})
NO_FUNCTION = {"nl": "medewerker", "en": "employee"}


@dataclass(frozen=True)
class ToSign:
    """A statement as one person reads it: `text` still has the day and the signature open; `name` is its hash."""

    statement: Statement
    revision: Revision
    text: str

    @property
    def text_hash(self) -> str:
        return text_hash(self.text)


@dataclass(frozen=True)
class Signed:
    """A signature opened for its owner."""

    statement: Statement
    text: str
    typed_name: str


def to_sign(session: Session, person: Person, slug: str, language: str) -> ToSign:
    """The exact text for `person`, with the organisation's words. Errors: `NoContent`, `WordsMissing`."""
    revision = content.current_revision(session, "statement", slug, language)
    if revision is None:
        raise NoContent
    statement = content.parsed_statement(revision)
    own = {
        "naam": person.name,
        "functie": person.function or NO_FUNCTION[language],
        "versie": statement.version,
    }
    text = fill(statement.text, content.organisation_words(session) | own)
    if placeholders_in(text) - AT_SIGNING:
        raise WordsMissing
    return ToSign(statement, revision, text)


def sign(
    session: Session,
    person: Person,
    enrolment_id: int,
    *,
    language: str,
    typed_name: str,
    shown_hash: str,
    opened_at: datetime,
    method: str,
) -> Signature:
    """Sign, and complete the course with it; a second time gives the first signature.

    Errors: `NotFound`, `EnrolmentClosed`, `PassFirst`, `OtherName`, `StatementChanged`, `WordsMissing`.
    """
    enrolment = learning.own_enrolment(session, person, enrolment_id, lock=True)
    if (already := learning.signature_of(session, enrolment)) is not None:
        return already
    attempt = learning.passed_attempt(session, enrolment)
    if enrolment.closed_at is not None:
        raise EnrolmentClosed
    slug = content.course_of(attempt.edition).statement if attempt else None
    if slug is None:
        raise PassFirst
    asked = to_sign(session, person, slug, language)
    if asked.text_hash != shown_hash:
        raise StatementChanged
    if not is_same_name(typed_name, person.name):
        raise OtherName
    signature = _keep(
        session, enrolment, asked, typed_name=" ".join(typed_name.split()), opened_at=opened_at, method=method
    )
    audit.record(session, "statement.signed", actor=person.id, subject=person.id, object=f"signature:{signature.id}")
    _send_copy(session, person, asked.statement, unsealed(enrolment, signature), signature)
    completion.complete_when_done(session, enrolment, actor=person.id)
    return signature


def is_same_name(typed: str, name: str) -> bool:
    """Whether it is the name, but for case, spaces, punctuation and accents."""
    return _plain(typed) == _plain(name) != ""


def text_hash(text: str) -> str:
    """SHA-256 of the text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def signed(session: Session, signature: Signature) -> Signed:
    """The words as they were signed. Errors: `FileErased`."""
    enrolment = session.get_one(Enrolment, signature.enrolment_id)
    statement = content.parsed_statement(session.get_one(Revision, signature.revision_id))
    name = secrets.unseal(key_of(enrolment.file), signature.sealed_name, f"signature-name:{enrolment.id}")
    return Signed(statement, unsealed(enrolment, signature), name.decode())


def unsealed(enrolment: Enrolment, signature: Signature) -> str:
    """The text as it was signed."""
    return secrets.unseal(key_of(enrolment.file), signature.sealed_text, f"signature-text:{enrolment.id}").decode()


def statement_document(
    enrolment_id: int, revision_hash: str, language: str, text: str, signed_at: datetime
) -> dict[str, object]:
    """What the log's STATEMENT entry commits to."""
    return {
        "type": "statement",
        "enrolment": enrolment_id,
        "revision": revision_hash,
        "language": language,
        "textHash": text_hash(text),
        "signedAt": signed_at.isoformat(timespec="milliseconds"),
    }


def _keep(
    session: Session, enrolment: Enrolment, asked: ToSign, *, typed_name: str, opened_at: datetime, method: str
) -> Signature:
    at, key, language = clock.now(), key_of(enrolment.file), asked.statement.language
    text = fill(
        asked.text, {"datum": long_day(clock.day(at, learning.zone_of(session)), language), "ondertekening": typed_name}
    )
    document = statement_document(enrolment.id, asked.revision.content_hash, language, text, at)
    index, salt = commit_document(session, EntryType.STATEMENT, document)
    signature = Signature(
        enrolment_id=enrolment.id,
        file_id=enrolment.file_id,
        revision_id=asked.revision.id,
        language=language,
        sealed_text=secrets.seal(key, text.encode(), f"signature-text:{enrolment.id}"),
        text_hash=text_hash(text),
        sealed_name=secrets.seal(key, typed_name.encode(), f"signature-name:{enrolment.id}"),
        method=method,
        opened_at=min(opened_at, at),
        signed_at=at,
        sealed_salt=secrets.seal(key, salt, f"signature-salt:{enrolment.id}"),
        entry_index=index,
    )
    session.add(signature)
    session.flush()
    return signature


def long_day(day: date, language: str) -> str:
    """22 november 2026, in the statement's language."""
    return format_date(day, "d MMMM y", locale=language)


def _send_copy(session: Session, person: Person, statement: Statement, text: str, signature: Signature) -> None:
    mails.send(
        session,
        person,
        "courses_signed",
        about=f"signature:{signature.id}",
        path=f"/statements/{signature.id}",
        title=statement.title,
        text=text,
        text_html=Markup(to_html(text)),  # noqa: S704 - to_html cleans
        text_hash=signature.text_hash,
        text_language=statement.language,
    )


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in decomposed if letter.isalnum())
