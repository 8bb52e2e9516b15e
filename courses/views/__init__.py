"""Pages of courses: learning, being tested, signing; and who approves and audits."""

from courses.views import attempts, content, evidence, learning, practice, statements
from courses.views.blueprint import courses

__all__ = ["attempts", "content", "courses", "evidence", "learning", "practice", "statements"]
