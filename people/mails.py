"""Mails to persons: words from templates/mails/, in the reader's language, queued with what they tell of.

Links start with the organisation's own address, never with what a request called us.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import urlsplit

from babel.dates import format_date, format_datetime
from flask import current_app
from flask_babel import force_locale
from jinja2 import Environment
from sqlalchemy.orm import Session

from kernel import outbox
from kernel.jobs import Priority
from people import colours
from people.models import Organisation, Person


@dataclass(frozen=True)
class Attached:
    """A file that goes along."""

    name: str
    mime: str
    data: bytes


def send(
    session: Session,
    person: Person,
    kind: str,
    *,
    to: str | None = None,
    about: str = "",
    path: str = "/",
    attached: Iterable[Attached] = (),
    priority: Priority = Priority.MAIL,
    **values: object,
) -> outbox.Mail | None:
    """Queue the mail of templates/mails/`kind`.txt and .html; None when the person has no e-mail address.

    `to` is another address than the person's own. The templates know person, organisation, locale, link (to `path`),
    accent, on_accent and `values`.
    """
    address = to or person.email
    if address is None:
        return None
    organisation = session.get_one(Organisation, 1)
    message = compose(organisation, person, kind, to=address, link=link_to(organisation, path), **values)
    for file in attached:
        maintype, _slash, subtype = file.mime.partition("/")
        message.add_attachment(file.data, maintype=maintype, subtype=subtype, filename=file.name)
    return outbox.queue(session, message, kind=kind, person_id=person.id, about=about, priority=priority)


def compose(
    organisation: Organisation, person: Person, kind: str, to: str | None = None, **values: object
) -> EmailMessage:
    """The mail in the person's language: plain text, and the same words as HTML."""
    light = colours.theme(organisation.accent).light
    context = {
        "organisation": organisation,
        "person": person,
        "locale": person.language,
        "accent": light.accent,
        "on_accent": light.on_accent,
        **values,
    }
    with force_locale(person.language):
        subject, text = _plain(f"mails/{kind}.txt", context)
        html = current_app.jinja_env.get_template(f"mails/{kind}.html").render(context)
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = sender(organisation)
    message["To"] = Address(_one_line(person.name), addr_spec=to or person.email or "")
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message


def sender(organisation: Organisation) -> Address:
    """The organisation's address that somebody reads; before it is set, one at its own host."""
    host = urlsplit(organisation.base_url).hostname or "localhost"
    return Address(_one_line(organisation.name), addr_spec=organisation.mail_from or f"maatstaf@{host}")


def link_to(organisation: Organisation, path: str) -> str:
    """The full address of a page."""
    return organisation.base_url.rstrip("/") + path


def moment(at: datetime, organisation: Organisation, language: str) -> str:
    """22 november 2026, 10:42, in the organisation's zone."""
    return format_datetime(at, "d MMMM y, HH:mm", tzinfo=organisation.zone, locale=language)


def day(at: datetime, organisation: Organisation, language: str) -> str:
    """22 november 2026, in the organisation's zone."""
    return format_date(at.astimezone(organisation.zone), "d MMMM y", locale=language)


def _plain(template: str, context: dict[str, object]) -> tuple[str, str]:
    """(subject, text): the block `title` on one line, and the whole without empty stretches."""
    found = _plain_templates().get_template(template)
    subject = "".join(found.blocks["title"](found.new_context(context)))
    text = re.sub(r"\n{3,}", "\n\n", found.render(context)).strip()
    return _one_line(subject), text + "\n"


def _one_line(words: str) -> str:
    """What stands in a heading of a mail; another line would be another heading."""
    return " ".join(words.split())


def _plain_templates() -> Environment:
    """The application's templates without HTML's escaping: plain text has an & of its own."""
    known = current_app.extensions
    if "plain_templates" not in known:
        known["plain_templates"] = current_app.jinja_env.overlay(autoescape=False)
    environment: Environment = known["plain_templates"]
    return environment
