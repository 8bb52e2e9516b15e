"""The use cases of courses, one noun a file."""

from courses.services import periods  # follows revocations
from courses.services.nightly import daily

__all__ = ["daily", "periods"]
