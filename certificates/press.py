"""The paper of a certificate, drawn by the press."""

from gettext import translation
from pathlib import Path

from certificates.paper import PaperContent, render_paper
from kernel import press

TRANSLATIONS = Path(__file__).parent.parent / "translations"


def printed(content: PaperContent, seconds: float = press.LONGEST) -> bytes:
    """The page as PDF, in the words of its language. Errors: `PressError`."""
    return press.drawn(_drawn, content, seconds=seconds)


def _drawn(content: PaperContent) -> bytes:
    words = translation("messages", TRANSLATIONS, [content.language], fallback=True)
    return render_paper(content, words.gettext)
