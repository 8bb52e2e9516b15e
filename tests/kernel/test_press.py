"""Pages are drawn by a process that may be stopped, and that nobody waits for in vain."""

import os
import signal
import time
from contextlib import suppress

import pytest

from kernel import press
from kernel.press import PressError


def number_of_the_process() -> bytes:
    return str(os.getpid()).encode()


def sleep() -> bytes:
    time.sleep(60)
    return b""


def die() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b""


def fail() -> bytes:
    raise ValueError("no such colour")


def miss() -> bytes:
    raise OSError("cannot load library 'pango'")


def test_pages_come_from_one_process_that_is_not_ours() -> None:
    first = press.drawn(number_of_the_process)
    assert press.drawn(number_of_the_process) == first
    assert first != number_of_the_process()


@pytest.mark.parametrize(
    ("page", "words"),
    [(sleep, "within 0 seconds"), (die, "stopped halfway"), (fail, "no such colour"), (miss, "is missing")],
)
def test_a_page_that_fails_is_told_and_the_next_one_is_drawn(page: press.Drawing, words: str) -> None:
    with pytest.raises(PressError, match=words):
        press.drawn(page, seconds=0.2 if page is sleep else 20)
    assert press.drawn(number_of_the_process)


def test_a_press_that_was_told_to_stop_from_outside_starts_again() -> None:
    first = press.drawn(number_of_the_process)
    os.kill(int(first), signal.SIGTERM)
    with suppress(PressError):
        press.drawn(number_of_the_process)
    assert press.drawn(number_of_the_process) != first
