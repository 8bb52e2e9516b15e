"""Nothing starts with a master key that does not open what is there."""

import base64
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from tests import factories
from tests.certificates import making
from tests.conftest import make_app
from web.unlocking import WrongMasterKey


@pytest.fixture
def sealed(either_app: Flask, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, str]:
    """Folder and database of a house with a certificate."""
    monkeypatch.delenv("MAATSTAF_MASTER_KEY", raising=False)
    with either_app.app_context():
        making.certificate(factories.person())
    config = either_app.extensions["config"]
    return config.folder, config.database_url


def test_the_right_key_starts(sealed: tuple[Path, str]) -> None:
    make_app(*sealed)


def test_a_lost_key_is_named_and_no_new_one_is_made(sealed: tuple[Path, str]) -> None:
    key = sealed[0] / "master.key"
    key.rename(sealed[0] / "copy.key")
    with pytest.raises(WrongMasterKey, match=r"gone.*Put your copy back at .*master.key"):
        make_app(*sealed)
    assert not key.exists()
    (sealed[0] / "copy.key").rename(key)
    make_app(*sealed)


def test_another_key_is_refused(sealed: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAATSTAF_MASTER_KEY", base64.b64encode(b"o" * 32).decode())
    with pytest.raises(WrongMasterKey, match="not the one that sealed"):
        make_app(*sealed)


def test_an_empty_house_makes_its_key(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAATSTAF_MASTER_KEY", raising=False)
    make_app(tmp_path / "new", sqlite_url)
    assert (tmp_path / "new" / "master.key").exists()
    make_app(tmp_path / "newer", f"sqlite:///{tmp_path}/newer/none.sqlite")
    assert not (tmp_path / "newer" / "none.sqlite").exists()


def test_no_key_is_made_for_a_database_that_does_not_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAATSTAF_MASTER_KEY", raising=False)
    nobody = "postgresql://postgres@127.0.0.1:9/none"
    with pytest.raises(OperationalError):
        make_app(tmp_path, nobody)
    assert not (tmp_path / "master.key").exists()
    (tmp_path / "master.key").write_text(base64.b64encode(b"m" * 32).decode())
    make_app(tmp_path, nobody)
