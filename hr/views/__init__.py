"""Pages of HR's desk."""

from hr.views import imports, invitations, locations, people, roles, settings, teams
from hr.views.blueprint import hr

__all__ = ["hr", "imports", "invitations", "locations", "people", "roles", "settings", "teams"]
