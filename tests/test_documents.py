"""Documents say what is: every setting, permission and command is named, and every file they point to exists."""

import re
from pathlib import Path

import pytest
from flask import Flask

from people.permissions import GRANTS, Permission, Role
from web.config import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def text(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_is_named_for_the_operator() -> None:
    code = "".join((ROOT / name).read_text() for name in ("web/config.py", "kernel/secrets.py", "gunicorn.conf.py"))
    settings = set(re.findall(r'"((?:MAATSTAF_[A-Z_]+)|PORT|WEB_CONCURRENCY)"', code))
    assert "MAATSTAF_MAIL" in settings
    assert {name for name in settings if f"`{name}`" not in text("docs/deploy.md")} == set()


def test_the_matrix_of_who_may_do_what_is_the_code() -> None:
    staff = (Role.EMPLOYEE, Role.MANAGER, Role.HR, Role.ASSESSOR, Role.PSYCHOLOGIST)
    overseers = (Role.PRIVACY_OFFICER, Role.AUDITOR, Role.ADMINISTRATOR)
    rows = dict(re.findall(r"^\| `(\w+)`: [^|]+\|(.+)\|$", text("docs/privacy.md"), flags=re.MULTILINE))
    assert set(rows) == set(Permission)
    for permission, row in rows.items():
        marks = [cell.strip() == "●" for cell in row.split("|")]
        may = [permission in GRANTS[role] | GRANTS[Role.EMPLOYEE] for role in (*staff, *overseers)]
        assert marks == [*may, permission in GRANTS[Role.CANDIDATE]], permission


def test_every_command_is_named_for_the_operator(app: Flask) -> None:
    own = [name for name in app.cli.list_commands(None) if name not in {"run", "shell", "routes"}]  # type: ignore[arg-type]
    for name in own:
        command = app.cli.commands[name]
        inner = getattr(command, "commands", {"": command})
        for sub in inner:
            assert f"flask --app wsgi {name} {sub}".strip() in text("docs/deploy.md")


def test_every_make_target_explains_itself() -> None:
    makefile = text("Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE)) - {"ready", "ready-dev"}
    explained = set(re.findall(r"^([a-z-]+):.*## ", makefile, flags=re.MULTILINE))
    assert targets == explained


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_a_document_points_to_is_there(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (path.parent / target).exists(), f"{path.name} points to {target}"


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
