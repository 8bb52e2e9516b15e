"""The press: pages are drawn in a process of its own, one job at a time, which is stopped when one takes too long.

A thread can't be stopped, and a logo or a name that keeps WeasyPrint busy would hold the worker for ever.
"""

import atexit
import multiprocessing
import signal
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

LONGEST = 60.0  # seconds; a page takes 0.05, the first one a few
JOBS_A_PROCESS = 500
Drawing = Callable[..., bytes]


class PressError(Exception):
    """No page was made; the words say what to do."""


class _Press:
    """One process, started with the first page of this one and again after it was stopped."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._left = 0
        self._lock = threading.Lock()

    def draw(self, function: Drawing, arguments: tuple[Any, ...], seconds: float) -> bytes:
        if not self._lock.acquire(timeout=LONGEST):
            raise PressError("The press is busy. Try again in a minute.")
        try:
            page = self._answer(function, arguments, seconds)
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.stop()
            raise PressError("The press stopped halfway: memory may be short. Try again in a minute.") from error
        finally:
            self._lock.release()
        if isinstance(page, ImportError | OSError):
            raise PressError("WeasyPrint or a library it needs is missing; docs/deploy.md names them.") from page
        if isinstance(page, Exception):
            raise page
        return page

    def _answer(self, function: Drawing, arguments: tuple[Any, ...], seconds: float) -> bytes | Exception:
        if self._left == 0:
            self.stop()
        pipe = self._pipe or self._start()
        pipe.send((function, arguments))
        if not pipe.poll(seconds):
            self.stop()
            raise PressError(f"The paper was not drawn within {seconds:.0f} seconds.")
        self._left -= 1
        page: bytes | Exception = pipe.recv()
        return page

    def _start(self) -> Connection:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, theirs = spawn.Pipe()
        self._process = spawn.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._left = JOBS_A_PROCESS
        return self._pipe

    def stop(self) -> None:
        """End the process; the next page starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def _work(pipe: Connection) -> None:
    """What the process does, until the other end is closed; Ctrl-C is for the server, which closes it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            function, arguments = pipe.recv()
        except EOFError:
            return
        except ImportError as error:
            pipe.send(error)
            continue
        pipe.send(_page(function, arguments))


def _page(function: Drawing, arguments: tuple[Any, ...]) -> bytes | Exception:
    try:
        return function(*arguments)
    except (ImportError, OSError) as error:
        return type(error)(str(error))
    except Exception as error:
        return PressError(f"{type(error).__name__}: {error}")


_press = _Press()
atexit.register(_press.stop)


def drawn(function: Drawing, *arguments: Any, seconds: float = LONGEST) -> bytes:
    """What `function` of a module makes of plain values, made by the press. Errors: `PressError`."""
    return _press.draw(function, arguments, seconds)
