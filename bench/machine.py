"""The machine a figure was measured on."""

import os
import platform
import sqlite3

Facts = dict[str, str]


def facts() -> Facts:
    """Cores, Python, SQLite and the load at the start: a busy machine gives slow figures."""
    one, five, fifteen = os.getloadavg()
    return {
        "cores": str(len(os.sched_getaffinity(0))),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.machine()}",
        "load at start": f"{one:.2f} {five:.2f} {fifteen:.2f} (1, 5, 15 minutes)",
    }
