"""The press: pages are drawn in a process of its own, which is stopped when one takes too long.

A thread can't be stopped, and a logo or a name that keeps WeasyPrint busy would hold the worker for ever.
"""

import atexit
import multiprocessing
import threading
from gettext import translation
from multiprocessing.pool import Pool
from pathlib import Path

from certificates.paper import PaperContent, render_paper

LONGEST = 60.0  # seconds; a page takes 0.05, the first one a few
PAGES_A_PROCESS = 500
TRANSLATIONS = Path(__file__).parent.parent / "translations"


class PressError(Exception):
    """No page was made; the words say what to do."""


class _Press:
    """One process, started with the first page of this one and again after it was stopped."""

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._lock = threading.Lock()

    def page(self, content: PaperContent, seconds: float) -> bytes:
        with self._lock:
            if self._pool is None:
                self._pool = multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=PAGES_A_PROCESS)
            try:
                return self._pool.apply_async(_drawn, (content,)).get(seconds)
            except multiprocessing.TimeoutError as error:
                self.stop()
                raise PressError(f"The paper was not drawn within {seconds:.0f} seconds.") from error
            except (ImportError, OSError) as error:
                raise PressError("WeasyPrint or a library it needs is missing; docs/deploy.md names them.") from error

    def stop(self) -> None:
        """End the process; the next page starts another."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None


_press = _Press()
atexit.register(_press.stop)


def printed(content: PaperContent, seconds: float = LONGEST) -> bytes:
    """The page as PDF, in the words of its language. Errors: `PressError`."""
    return _press.page(content, seconds)


def _drawn(content: PaperContent) -> bytes:
    words = translation("messages", TRANSLATIONS, [content.language], fallback=True)
    return render_paper(content, words.gettext)
