import base64
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kernel import secrets
from kernel.secrets import MasterKey, Unreadable, read_master_key, seal, unseal


def test_what_is_sealed_opens_only_with_its_key_and_for_its_place() -> None:
    key = secrets.new_key()
    sealed = seal(key, b"Noor", "certificate:1")
    assert unseal(key, sealed, "certificate:1") == b"Noor"
    assert b"Noor" not in sealed
    for wrong_key, wrong_text, wrong_place in (
        (secrets.new_key(), sealed, "certificate:1"),
        (key, sealed, "certificate:2"),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1]), "certificate:1"),
        (key, b"", "certificate:1"),
    ):
        with pytest.raises(Unreadable):
            unseal(wrong_key, wrong_text, wrong_place)


def test_the_same_words_never_seal_the_same_way() -> None:
    key = secrets.new_key()
    assert seal(key, b"x", "c") != seal(key, b"x", "c")


def test_a_wrapped_key_is_bound_to_its_file() -> None:
    master = MasterKey(secrets.new_key())
    wrapped = master.wrap(b"k" * 32, "file:1:learning")
    assert master.unwrap(wrapped, "file:1:learning") == b"k" * 32
    with pytest.raises(Unreadable):
        master.unwrap(wrapped, "file:2:learning")


def test_derived_keys_differ_by_their_use() -> None:
    master = MasterKey(b"m" * 32)
    assert master.derive("mail") != master.derive("cookie")
    assert master.derive("mail") == MasterKey(b"m" * 32).derive("mail")


def test_the_master_key_is_made_once_and_only_its_owner_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAATSTAF_MASTER_KEY", raising=False)
    path = tmp_path / "keys" / "master.key"
    first = read_master_key(path)
    assert read_master_key(path) == first
    assert path.stat().st_mode & 0o077 == 0


def test_of_many_that_start_at_once_all_have_the_first_ones_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MAATSTAF_MASTER_KEY", raising=False)
    path, start = tmp_path / "keys" / "master.key", threading.Barrier(16)

    def read(_number: int) -> MasterKey:
        start.wait(20)
        return read_master_key(path)

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(read, range(16)))) == 1
    assert list(path.parent.iterdir()) == [path]


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAATSTAF_MASTER_KEY", base64.b64encode(b"e" * 32).decode())
    assert read_master_key(tmp_path / "none") == MasterKey(b"e" * 32)
    monkeypatch.setenv("MAATSTAF_MASTER_KEY", base64.b64encode(b"short").decode())
    with pytest.raises(ValueError, match="32 bytes"):
        read_master_key(tmp_path / "none")
