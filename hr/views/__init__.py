"""Pages of HR's desk."""

from hr.views import (
    assigning,
    desk,
    imports,
    invitations,
    jobs,
    locations,
    mail,
    people,
    person,
    register,
    reminding,
    roles,
    selection,
    settings,
    team,
    teams,
    trail,
)
from hr.views.blueprint import hr

__all__ = [
    "assigning",
    "desk",
    "hr",
    "imports",
    "invitations",
    "jobs",
    "locations",
    "mail",
    "people",
    "person",
    "register",
    "reminding",
    "roles",
    "selection",
    "settings",
    "team",
    "teams",
    "trail",
]
