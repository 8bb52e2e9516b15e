"""Pages of people: coming in, being known, one's own account."""

from people.views import account, doorways, invitations, pages, set_up, sign_in, staying
from people.views.blueprint import people

__all__ = ["account", "doorways", "invitations", "pages", "people", "set_up", "sign_in", "staying"]
