"""Letters as sheets of paper: HTML to PDF, in the process of the press."""

import base64
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
_FONTS = (("Atkinson Hyperlegible Next", "400"), ("Atkinson Hyperlegible Next", "700"), ("Source Serif 4", "600"))


def pdf_of(pages: Sequence[str]) -> bytes:
    """The pages, a sheet each; nothing is fetched but what is in them."""
    from weasyprint import HTML

    stylesheet, fonts = _type()
    sheets = [
        HTML(string=page, base_url="about:blank", url_fetcher=_fetcher()).render(
            stylesheets=[stylesheet], font_config=fonts
        )
        for page in pages
    ]
    printed: bytes = sheets[0].copy([sheet for document in sheets for sheet in document.pages]).write_pdf()
    return printed


def _fetcher() -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"data"}, fail_on_errors=False)


@cache
def _type() -> tuple[Any, Any]:
    """Stylesheet and fonts of paper, read once: the links in the page point to a host, which is never asked."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rules = "".join(_font_face(family, weight) for family, weight in _FONTS)
    rules += (ROOT / "static/css/letter.css").read_text(encoding="utf-8")
    return CSS(string=rules, font_config=fonts, url_fetcher=_fetcher()), fonts


def _font_face(family: str, weight: str) -> str:
    folder = family.lower().replace(" ", "-")
    file = ROOT / "static/vendor" / folder / f"{folder}-latin-{weight}-normal.woff2"
    data = base64.b64encode(file.read_bytes()).decode()
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: url("data:font/woff2;base64,{data}"); }}\n'
    )
