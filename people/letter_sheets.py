"""Letters and reports as sheets of paper: HTML to PDF, in the process of the press."""

import base64
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_FONTS = (
    ("Atkinson Hyperlegible Next", "latin", "400"),
    ("Atkinson Hyperlegible Next", "latin", "600"),
    ("Atkinson Hyperlegible Next", "latin", "700"),
    ("Source Serif 4", "latin", "600"),
    ("Atkinson Hyperlegible Next", "latin-ext", "400"),
    ("Atkinson Hyperlegible Next", "latin-ext", "600"),
    ("Atkinson Hyperlegible Next", "latin-ext", "700"),
    ("Source Serif 4", "latin-ext", "600"),
)


def pdf_of(pages: Sequence[str], stylesheet: str = "letter.css", *, tags: bool = False) -> bytes:
    """The pages, each on sheets of its own; nothing is fetched but what is in them.

    `stylesheet`: of static/css. `tags`: tell screen readers what is a heading, a table, a picture.
    """
    from weasyprint import HTML

    styles, fonts = _type(stylesheet)
    sheets = [
        HTML(string=page, base_url="about:blank", url_fetcher=_fetcher()).render(
            stylesheets=[styles], font_config=fonts
        )
        for page in pages
    ]
    whole = sheets[0].copy([sheet for document in sheets for sheet in document.pages])
    printed: bytes = whole.write_pdf(pdf_tags=tags)
    return printed


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"data"}, fail_on_errors=False)


@cache
def _type(stylesheet: str) -> tuple[Any, Any]:
    """Stylesheet and fonts of paper, read once: the links in the page point to a host, which is never asked.

    What a family lacks in `latin` stands in "<family> Extended".
    """
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rules = "".join(_font_face(*font) for font in _FONTS)
    rules += (ROOT / "static/css" / stylesheet).read_text(encoding="utf-8")
    return CSS(string=rules, font_config=fonts, url_fetcher=_fetcher()), fonts


def _font_face(family: str, script: str, weight: str) -> str:
    folder = family.lower().replace(" ", "-")
    file = ROOT / "static/vendor" / folder / f"{folder}-{script}-{weight}-normal.woff2"
    name = family if script == "latin" else f"{family} Extended"
    source = f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"
    return f'@font-face {{ font-family: "{name}"; font-weight: {weight}; src: url("{source}"); }}\n'
