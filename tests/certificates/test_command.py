"""The command that checks files: one line each, and an exit code that a script may rely on."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from certificates.__main__ import main
from certificates.issuer import IssuerKey
from tests.certificates.issued import FACT, ISSUED, KEY, issue, issuer_document, paper, public


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A paper and a bundle in a folder, with the issuer's document beside them."""
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "paper.pdf").write_bytes(paper())
    (tmp_path / "bundle.json").write_text(json.dumps(issue().bundle))
    (tmp_path / "did.json").write_text(json.dumps(issuer_document()))
    return tmp_path


def test_a_folder_of_proven_papers_ends_well(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder), "--key", str(folder / "did.json")]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("proven: ") and FACT.holder in line for line in lines)
    assert all("revocation after 2026-03-01 09:30 UTC cannot be known offline" in line for line in lines)


def test_without_a_key_it_says_that_nobody_is_proven(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "bundle.json")]) == 2
    assert "does not prove who issued it" in capsys.readouterr().out


def test_one_refused_file_decides(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "forged.json").write_text(json.dumps(issue().bundle).replace(FACT.title, "Doctor"))
    assert main(["check", str(folder), "--key", str(folder / "did.json")]) == 1
    assert "[signature-false]" in capsys.readouterr().out


def test_a_damaged_log_proof_is_refused_and_an_absent_one_not_proven(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key, whole = str(folder / "did.json"), paper()
    at = whole.rindex(b"(proof.tlog-proof)") + 1
    (folder / "damaged.pdf").write_bytes(whole[:at] + b"q" + whole[at + 1 :])
    (folder / "damaged.json").write_text(json.dumps(issue().bundle | {"proof": 3}))
    (folder / "absent.json").write_text(json.dumps(issue().credential))
    for damaged in ("damaged.pdf", "damaged.json"):
        assert main(["check", str(folder / damaged), "--key", key]) == 1
        assert "its proof of the log cannot be read [proof-malformed]" in capsys.readouterr().out
    assert main(["check", str(folder / "absent.json"), "--key", key]) == 2
    assert "the file carries no log proof" in capsys.readouterr().out


def test_a_back_dated_signature_is_refused_offline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    retired, day = IssuerKey(public(KEY), retired=ISSUED), timedelta(days=1)
    (folder / "did.json").write_text(json.dumps(issuer_document(retired)))
    back_dated = issue(created=ISSUED - day, entered=ISSUED + day)
    (folder / "bundle.json").write_text(json.dumps(back_dated.bundle))
    assert main(["check", str(folder / "bundle.json"), "--key", str(folder / "did.json")]) == 1
    assert "[key-retired]" in capsys.readouterr().out


def test_a_list_for_scripts_has_stable_codes(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", str(folder / "bundle.json"), "--json"])
    (result,) = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in result["findings"]] == ["log-unproven", "issuer-unproven"]
    assert (result["outcome"], result["certificate"]["holder"]) == ("unproven", FACT.holder)


def test_a_name_cannot_command_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dataclasses import replace

    hostile = issue(replace(FACT, holder="\x1b[2J\nproven: all"))
    (folder / "bundle.json").write_text(json.dumps(hostile.bundle))
    main(["check", str(folder / "bundle.json"), "--key", str(folder / "did.json")])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert len(out.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments", [["check", "{0}/none.pdf"], ["check", "{0}/team", "--key", "{0}/none"], ["check", "{0}/empty"]]
)
def test_what_is_not_there_is_refused(folder: Path, arguments: list[str]) -> None:
    (folder / "empty").mkdir()
    assert main([each.format(folder) for each in arguments]) == 1


def test_the_command_needs_no_database_web_or_network() -> None:
    script = (
        "import sys; import certificates.__main__; "
        "print([m for m in ('sqlalchemy', 'flask', 'weasyprint', 'requests', 'http.client') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
