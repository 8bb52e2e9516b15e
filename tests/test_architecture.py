"""The house as ARCHITECTURE draws it: who leans on whom, and how large a room may be."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from web.config import ROOT

PACKAGES = ("kernel", "people", "certificates", "courses", "assess", "hr", "web", "demo")
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_imports_point_the_way_they_should() -> None:
    lint = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert lint.returncode == 0, lint.stdout


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_room_is_too_large(path: Path) -> None:
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE, f"{path.name} asks for a second room"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= LONGEST_FUNCTION, f"{path.name}: {node.name} is {length} lines"


def test_the_clock_is_read_in_one_place() -> None:
    readers = [
        path.relative_to(ROOT)
        for path in sources()
        if any(word in path.read_text() for word in ("datetime.now(", "utcnow(", "date.today(", "time.time("))
    ]
    assert readers == [Path("kernel/clock.py")]


def test_only_the_unit_of_work_commits() -> None:
    committers = [path.relative_to(ROOT) for path in sources() if ".commit(" in path.read_text()]
    assert committers == [Path("kernel/database.py")]


def test_services_that_write_say_so_in_the_trail() -> None:
    """That a use case without an audit row can't commit is shown in tests/kernel; here: none switches that off."""
    for path in sources():
        text = path.read_text()
        if path.name not in {"database.py", "audit.py"}:
            assert 'info["audited"]' not in text, path
