"""The operator checks and imports courses and instruments together: both are published, or neither is."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from assess.models import InstrumentRevision
from courses.models import Revision
from kernel.database import read_session
from tests.assess.shipped_library import SLUG, copy_library, rewrite
from tests.courses.small_library import write_library


def run(app: Flask, *arguments: str) -> Result:
    result = app.test_cli_runner().invoke(args=["content", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def published(app: Flask) -> tuple[int, int]:
    """How many revisions there are of courses, and how many of instruments."""
    with app.app_context():
        counts = [read_session().scalar(select(func.count()).select_from(it)) for it in (Revision, InstrumentRevision)]
        return counts[0] or 0, counts[1] or 0


@pytest.fixture
def instruments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instruments that ship are a copy, beside a small library of courses."""
    root = copy_library(tmp_path / "assess")
    monkeypatch.setattr("courses.catalogue.LIBRARY", write_library(tmp_path / "courses"))
    monkeypatch.setattr("assess.instrument_library.LIBRARY", root)
    return root


def test_the_check_reads_the_instruments_too(app: Flask, instruments: Path) -> None:
    assert "1 instruments can be read.\n" in run(app, "check").output
    line = rewrite(instruments, "situations.yaml", "rating: 5", "rating: 9")
    result = run(app, "check")
    assert result.exit_code == 1
    assert f"situations.yaml, regel {line} ({SLUG})" in result.output
    assert "kies een heel getal van 1 tot en met 5" in result.output


def test_an_import_publishes_courses_and_instruments_once(app: Flask, instruments: Path) -> None:
    first = run(app, "import")
    assert f"published instrument {SLUG} " in first.output
    assert first.output.endswith("3 published, 0 unchanged.\n")
    assert run(app, "import").output == "0 published, 3 unchanged.\n"
    rewrite(instruments, "statements.yaml", "Ik schrijf afspraken meteen op.", "Een afspraak schrijf ik meteen op.")
    assert run(app, "import").output.endswith("1 published, 2 unchanged.\n")
    assert published(app) == (2, 2)


def test_an_instrument_that_breaks_a_rule_keeps_the_courses_back_too(app: Flask, instruments: Path) -> None:
    rewrite(instruments, "statements.yaml", 'key: "+"', "key: 3")
    result = run(app, "import")
    assert result.exit_code == 1
    assert "statements.yaml, regel " in result.output
    assert published(app) == (0, 0)


def test_an_old_version_of_an_instrument_keeps_the_courses_back_too(app: Flask, instruments: Path) -> None:
    old, new = "Ik schrijf afspraken meteen op.", "Een afspraak schrijf ik meteen op."
    run(app, "import")
    rewrite(instruments, "statements.yaml", old, new)
    run(app, "import")
    rewrite(instruments, "statements.yaml", new, old)
    courses = instruments.parents[1] / "courses" / "klein" / "les.nl.md"
    courses.write_text(courses.read_text().replace("Vraag daarna door.", "Vraag dan door."))
    result = run(app, "import")
    assert result.exit_code == 1
    assert SLUG in result.output
    assert published(app) == (2, 2)
