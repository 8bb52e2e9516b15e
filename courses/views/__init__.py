"""Pages of courses: learning, being tested, signing; and who approves and audits."""

from courses.views import achievement, attempts, content, evidence, learning, practice, statements
from courses.views.blueprint import courses

__all__ = ["achievement", "attempts", "content", "courses", "evidence", "learning", "practice", "statements"]
