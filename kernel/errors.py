"""Refusals: what a rule says when it can't do what was asked.

A refusal is raised inside a unit of work and caught outside it, so that the rollback comes before
the page. `message` is one kind Dutch sentence, what happened and how to mend it; it is translated
where it is shown, with `values` filled in.

    DomainError            409
    ├── Conflict           409  somebody was first, or it is no longer possible
    ├── Invalid            422  what was sent is not well-formed; `field` names where
    ├── NotFound           404  not there, or not yours to see
    ├── NotAllowed         403  yours to see, not yours to do
    ├── TooMany            429  wait a while
    └── Unavailable        503  we can't answer now
"""

from typing import ClassVar

from kernel.words import N_


class DomainError(Exception):
    """The root of every refusal."""

    status: ClassVar[int] = 409
    message: ClassVar[str] = N_("Dit kan nu niet.")

    def __init__(self, **values: object) -> None:
        super().__init__(self.message)
        self.values = values

    def __str__(self) -> str:
        return self.message % self.values if self.values else self.message


class Conflict(DomainError):
    message = N_("Iemand anders was net eerder. Bekijk hoe het nu is en probeer het opnieuw.")


class Invalid(DomainError):
    """`field` is the form field that the message belongs to."""

    status = 422
    message = N_("Er klopt iets niet in wat je invulde.")
    field: ClassVar[str] = ""


class NotFound(DomainError):
    status = 404
    message = N_("Dit is er niet, of het is niet voor jou.")


class NotAllowed(DomainError):
    status = 403
    message = N_("Hiervoor heb je geen rechten. Vraag het aan je beheerder.")


class TooMany(DomainError):
    """`minutes` says how long to wait."""

    status = 429
    message = N_("Dit ging te vaak achter elkaar. Probeer het over %(minutes)s minuten opnieuw.")


class Unavailable(DomainError):
    status = 503
    message = N_("Het is even te druk. Probeer het over een minuut opnieuw. Wat je hebt opgeslagen, blijft bewaard.")
