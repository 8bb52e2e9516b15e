"""Pages of people: coming in, being known, one's own account."""

from people.views.blueprint import people

__all__ = ["people"]
