"""Markdown to HTML that is safe to put on a page; the same text always gives the same HTML."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

HEADINGS = {"h2", "h3", "h4", "h5", "h6"}
TABLES = {"table", "thead", "tbody", "tr", "th", "td"}
TAGS = HEADINGS | TABLES | {"a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "strong", "ul"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "th": {"scope"}}
URL_SCHEMES = {"https", "mailto", "tel"}

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


@lru_cache(maxsize=1024)
def to_html(text: str, *, first_heading: int = 2) -> str:
    """Blocks of Markdown as HTML; the highest heading in the text becomes `first_heading`."""
    tokens = _markdown.parse(text)
    _shift_headings(tokens, first_heading)
    _name_columns(tokens)
    return _clean(str(_markdown.renderer.render(tokens, _markdown.options, {}))).strip()


@lru_cache(maxsize=2048)
def to_inline_html(text: str) -> str:
    """One line of Markdown as HTML, without a paragraph around it."""
    return _clean(str(_markdown.renderInline(text)))


def _shift_headings(tokens: list[Token], first: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = first - min((int(token.tag[1]) for token in headings), default=first)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"


def _name_columns(tokens: list[Token]) -> None:
    """Give header cells their scope."""
    for token in tokens:
        if token.type == "th_open":
            token.attrs = {"scope": "col"}


def _clean(html: str) -> str:
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=URL_SCHEMES, link_rel="noopener")
