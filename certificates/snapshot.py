"""What a credential says, read back from a file that may hold anything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from certificates.canonical import Json


class SnapshotError(ValueError):
    """A document that is no credential as they are issued here."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The facts of a credential that a person compares with the paper."""

    id: str
    holder: str
    title: str
    issuer_id: str
    issuer: str
    language: str
    valid_from: datetime
    valid_until: datetime | None

    @classmethod
    def of(cls, credential: Json) -> Self:
        """The facts; SnapshotError when one is missing or of another kind."""
        try:
            subject, issuer = credential["credentialSubject"], credential["issuer"]
            until = credential.get("validUntil")
            return cls(
                id=_text(credential["id"]),
                holder=_holder(subject["identifier"]),
                title=_text(subject["achievement"]["name"]),
                issuer_id=_text(issuer["id"]),
                issuer=_text(issuer["name"]),
                language=_text(subject["achievement"].get("inLanguage", "nl")),
                valid_from=_moment(credential["validFrom"]),
                valid_until=None if until is None else _moment(until),
            )
        except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
            raise SnapshotError("A credential holds a person, an achievement, an issuer and its dates.") from error


def _holder(identifiers: Any) -> str:
    """The one name in the identity objects; a second would leave open who is meant."""
    (name,) = (each["identityHash"] for each in identifiers if each["identityType"] == "name")
    return _text(name)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise SnapshotError("A text is missing.")
    return value


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise SnapshotError("A time has no zone.")
    return moment
