"""The demo's mailbox: the mails that the house wrote to its folder, to read as their receivers would."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path

import nh3

from kernel.errors import NotFound

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,120}")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_TAGS = {"a", "b", "br", "div", "em", "h2", "h3", "li", "ol", "p", "strong", "table", "tbody", "td", "th", "tr", "ul"}
_DROPPED = {"h1", "script", "style", "title"}  # a mail's own heading repeats the subject, which is the page's


@dataclass(frozen=True)
class Line:
    """A mail as it stands in the list."""

    name: str
    subject: str
    to: str
    at: datetime


@dataclass(frozen=True)
class Read:
    """One mail. `text` is (words, is it an address) in pieces; `html` is safe to show."""

    subject: str
    sender: str
    to: str
    at: datetime
    text: list[tuple[str, bool]]
    html: str
    files: list[str]


def search(folder: str, query: str) -> list[Line]:
    """The mails whose subject, receiver or words hold `query`, the newest first."""
    wanted = query.strip().casefold()
    lines = []
    for path in Path(folder).glob("*.eml") if Path(folder).is_dir() else ():
        message = _parsed(path) if wanted else _headings(path)
        if not wanted or wanted in _all_words(message).casefold():
            lines.append(Line(path.stem, message["Subject"], str(message["To"]), _at(message)))
    return sorted(lines, key=lambda line: (line.at, line.name), reverse=True)


def read(folder: str, name: str) -> Read:
    """The mail in the file of that name. Errors: `NotFound`."""
    path = Path(folder) / f"{name}.eml"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise NotFound
    message = _parsed(path)
    return Read(
        subject=message["Subject"],
        sender=str(message["From"]),
        to=str(message["To"]),
        at=_at(message),
        text=linked(_body(message, "plain")),
        html=sanitised(_body(message, "html")),
        files=[file.get_filename() or "?" for file in message.iter_attachments()],
    )


def sanitised(html: str) -> str:
    """What a mail says, without what it could do."""
    return nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer",
    ).strip()


def linked(text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is an address to click."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)")
        pieces += [(text[end : found.start()], False), (address, True)]
        end = found.start() + len(address)
    return [piece for piece in [*pieces, (text[end:], False)] if piece[0]]


def _parsed(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _headings(path: Path) -> EmailMessage:
    """A mail without its words, three times as quick: the list of them needs no more."""
    message = BytesHeaderParser(policy=policy.default).parsebytes(path.read_bytes())
    assert isinstance(message, EmailMessage)
    return message


def _at(message: EmailMessage) -> datetime:
    return parsedate_to_datetime(message["Date"])


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _all_words(message: EmailMessage) -> str:
    return f"{message['Subject']}\n{message['To']}\n{_body(message, 'plain')}"
