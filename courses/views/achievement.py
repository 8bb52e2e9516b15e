"""What a certificate of a course stands for: the public page that every credential points to."""

from flask import render_template

from courses.errors import NoContent
from courses.queries import content
from courses.views.blueprint import courses
from kernel.database import read_session
from kernel.errors import NotFound
from people import access


@courses.get("/achievements/<slug>")
@access.public
def achievement(slug: str) -> str:
    """The course as it is now; what a holder was taught is the revision that their certificate names."""
    session = read_session()
    try:
        revision = content.course_revision(session, slug, "nl")
    except NoContent as missing:
        raise NotFound from missing
    course = content.parsed(revision)
    return render_template(
        "courses/achievement.html",
        course=course,
        revision=revision,
        rules=content.rules_of(session, course) if course.test else None,
        approvals=content.approvals_of(session, revision),
    )
