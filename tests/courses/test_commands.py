"""What the operator types about content: the exit code a script relies on, and words that say what to do."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from certificates.ledger.models import LogEntry
from courses.models import Revision
from kernel import audit
from kernel.database import read_session, unit_of_work
from people.models import Organisation
from tests.conftest import make_app
from tests.courses import taught
from tests.courses.small_library import rewrite, write_library

NO_ORGANISATION = "There is no organisation yet, so its words were not checked."


def run(app: Flask, *arguments: str, types: str = "") -> Result:
    """A command, as the operator types it; an error that is not ours to explain fails the test."""
    result = app.test_cli_runner().invoke(args=["content", *arguments], input=types)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def published(app: Flask) -> tuple[int, int]:
    """How many revisions there are, and how many entries in the log."""
    with app.app_context():
        counts = [read_session().scalar(select(func.count()).select_from(kind)) for kind in (Revision, LogEntry)]
        return counts[0] or 0, counts[1] or 0


def fill_in(app: Flask, words: dict[str, str]) -> None:
    with app.app_context(), unit_of_work() as session:
        session.get_one(Organisation, 1).words = words
        audit.record(session, "test", actor=None)


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The library that ships is a small one, and there are no instruments."""
    root, none = write_library(tmp_path / "library"), tmp_path / "instruments"
    none.mkdir()
    monkeypatch.setattr("courses.catalogue.LIBRARY", root)
    monkeypatch.setattr("assess.instrument_library.LIBRARY", none)
    return root


@pytest.mark.parametrize("has_tables", [False, True])
def test_before_the_set_up_the_words_are_left_out_and_nothing_is_imported(
    tmp_path: Path, sqlite_url: str, has_tables: bool
) -> None:
    app = make_app(tmp_path, sqlite_url if has_tables else f"sqlite:///{tmp_path / 'empty.sqlite'}")
    result = run(app, "check")
    assert result.exit_code == 0
    assert NO_ORGANISATION in result.output
    refused = run(app, "import")
    assert refused.exit_code == 1
    assert "There is no organisation yet. Its set-up publishes the courses" in refused.output


def test_the_check_names_the_words_that_the_organisation_left_open(app: Flask) -> None:
    left_open = taught.words() | {"fg_contact": " "}
    fill_in(app, left_open)
    result = run(app, "check")
    assert result.exit_code == 1
    assert "error    avg: Het invulveld {fg_contact} is nog niet ingevuld." in result.output
    assert NO_ORGANISATION not in result.output
    fill_in(app, taught.words())
    result = run(app, "check")
    assert (result.exit_code, "error " in result.output) == (0, False)


def test_the_check_of_a_library_that_breaks_a_rule_ends_badly(app: Flask, small: Path) -> None:
    fill_in(app, {"fg_contact": "Mira"})
    assert run(app, "check").exit_code == 0
    rewrite(small, "klein/questions.nl.yaml", ", feedback: Dan wacht iemand.", "")
    result = run(app, "check")
    assert result.exit_code == 1
    assert "error    klein/K-01 optie B: Deze optie heeft geen uitleg." in result.output
    assert result.output.endswith("2 findings.\n")


def test_an_import_publishes_once(app: Flask, small: Path) -> None:
    first = run(app, "import")
    assert first.exit_code == 0
    assert "published course klein (nl)" in first.output
    assert "published statement stil (nl)" in first.output
    assert first.output.endswith("2 published, 0 unchanged.\n")
    before = published(app)
    second = run(app, "import")
    assert (second.exit_code, second.output) == (0, "0 published, 2 unchanged.\n")
    assert published(app) == before
    assert before[0] == 2
    rewrite(small, "klein/les.nl.md", "Vraag daarna door.", "Vraag dan door.")
    third = run(app, "import", "--minor")
    assert third.output.endswith("1 published, 1 unchanged.\n")


def test_a_material_import_asks_first(app: Flask, small: Path) -> None:
    refused = run(app, "import", "--material", types="n\n")
    assert refused.exit_code == 1
    assert "0 people will be asked again. Go on?" in refused.output
    assert published(app) == (0, 0)
    assert run(app, "import", "--material", "--yes").exit_code == 0
    assert published(app)[0] == 2


@pytest.mark.parametrize("command", ["check", "import"])
def test_a_library_that_cannot_be_read_is_refused_with_the_place_and_the_remedy(
    app: Flask, small: Path, command: str
) -> None:
    rewrite(small, "klein/course.yaml", "minutes: 5", "minutes: [5")
    result = run(app, command)
    assert result.exit_code == 1
    assert "course.yaml, regel " in result.output
    assert "De YAML klopt hier niet" in result.output
    assert published(app) == (0, 0)


def test_a_library_with_faults_is_not_imported(app: Flask, small: Path) -> None:
    rewrite(small, "klein/questions.nl.yaml", ", feedback: Dan wacht iemand.", "")
    result = run(app, "import")
    assert result.exit_code == 1
    assert "flask content check" in result.output
    assert published(app) == (0, 0)


def test_a_text_that_was_published_before_is_not_published_again(app: Flask, small: Path) -> None:
    run(app, "import")
    rewrite(small, "klein/les.nl.md", "Vraag daarna door.", "Vraag dan door.")
    run(app, "import")
    rewrite(small, "klein/les.nl.md", "Vraag dan door.", "Vraag daarna door.")
    result = run(app, "import")
    assert result.exit_code == 1
    assert "klein" in result.output
