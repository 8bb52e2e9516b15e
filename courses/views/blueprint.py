"""The blueprint of courses, and how its texts become HTML."""

from flask import Blueprint
from markupsafe import Markup

from kernel.markup import to_html, to_inline_html

courses = Blueprint("courses", __name__)


@courses.app_template_filter()
def markdown(text: str, first_heading: int = 2) -> Markup:
    """Blocks of Markdown as clean HTML."""
    return Markup(to_html(text, first_heading=first_heading))  # noqa: S704 - to_html cleans


@courses.app_template_filter()
def markdown_line(text: str) -> Markup:
    """One line of Markdown as clean HTML."""
    return Markup(to_inline_html(text))  # noqa: S704 - to_inline_html cleans


@courses.app_template_filter()
def drawing(svg: str) -> Markup:
    """A drawing of a published revision: the content check let through nothing that runs or fetches."""
    return Markup(svg)  # noqa: S704 - checked before it was published
