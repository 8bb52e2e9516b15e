"""The same thing done by many at once."""

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask


def at_once(app: Flask, times: int, act: Callable[[], Any]) -> list[Any]:
    """What each of `times` threads got: the answer, or the exception that it met."""
    gate = threading.Barrier(times)
    got: list[Any] = []

    def run() -> None:
        with app.app_context():
            gate.wait()
            try:
                got.append(act())
            except Exception as error:
                got.append(error)

    threads = [threading.Thread(target=run) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got
