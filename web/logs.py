"""What the server writes down of itself: JSON lines on stderr, one a happening, and of nobody.

A line says what failed and where in the code, never what was in it: an error's own words may quote an address, a name
or the secret of a mailed link, and so may the path that was asked for (SAFETY 14).
"""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, request
from sqlalchemy.exc import OperationalError
from structlog.typing import EventDict

from people.addresses import ADDRESS
from web.config import ROOT

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]

SECRETS = re.compile(rf"(?:(?<=/invitation/)|(?<=/welcome/))[^\s/?\"'<]+|{ADDRESS}")


class Lines(logging.Handler):
    """Whatever stderr is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(self.format(record) + "\n")


def install(app: Flask) -> None:
    """One form and one way out, for our own lines and for those of every library."""
    root, gunicorn = logging.getLogger(), logging.getLogger("gunicorn.error")
    if _lines not in root.handlers:
        root.addHandler(_lines)
    gunicorn.handlers, gunicorn.propagate = [], True
    structlog.configure(
        processors=[*_about, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    app.log_exception = _failed  # type: ignore[method-assign]


def _failed(exc_info: ExcInfo) -> None:
    """In place of Flask's own line, which holds the path."""
    structlog.get_logger("web").error(
        "a request failed", method=request.method, route=str(request.url_rule), exc_info=exc_info
    )


def _without_words(_logger: object, _method: str, event: EventDict) -> EventDict:
    """An error as its kind and its places in the code; addresses and secrets left out of whatever else was said."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    said: dict[str, Any] = {
        key: SECRETS.sub("…", each) if isinstance(each, str) else each for key, each in event.items()
    }
    return said | ({"errors": [_told(each) for each in _chain(error)]} if isinstance(error, BaseException) else {})


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _told(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return {"kind": type(error).__name__, "says": _harmless_words(error), "at": places}


def _harmless_words(error: BaseException) -> str:
    """What the machine says of itself: a full disk, a database that does not answer."""
    if isinstance(error, OperationalError):
        return SECRETS.sub("…", str(error.orig).partition("\n")[0])
    return (error.strerror or "") if isinstance(error, OSError) else ""


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


_about: list[structlog.typing.Processor] = [
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_lines = Lines()
_lines.setFormatter(
    structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_about,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_words,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
)
