"""`python -m certificates check PATH… [--key FILE]… [--json]`: check certificates without network or database."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from certificates.checking import Checked, check_supplied
from certificates.findings import WORST_FIRST, Finding, Outcome
from certificates.trust import Trusted, TrustError, merged, read_trusted
from kernel import clock

_VERDICTS = {
    Outcome.PROVEN: "proven",
    Outcome.REFUSED: "REFUSED",
    Outcome.UNPROVEN: "not proven",
    Outcome.OUT_OF_DATE: "genuine, not valid today",
}
_CHECKED = frozenset({".pdf", ".json"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Check every file named; exit 0 when all is proven, else the worst: 1 refused, 2 not proven, 3 not valid today."""
    asked = _parser().parse_args(arguments)
    try:
        trusted = merged([read_trusted(path.read_text(encoding="utf-8")) for path in asked.key])
    except (TrustError, OSError, UnicodeError) as error:
        print(f"The key file cannot be used: {error}", file=sys.stderr)
        return Outcome.REFUSED
    results = [(path, _checked(path, clock.now(), trusted)) for path in _files(asked.paths, asked.key)]
    if not results:
        print("There is no PDF or JSON file in what you named.", file=sys.stderr)
        return Outcome.REFUSED
    _report(results, asked)
    outcomes = {checked.outcome for _, checked in results}
    return next(each for each in WORST_FIRST if each in outcomes)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m certificates", description="Check certificates without network.")
    check = parser.add_subparsers(required=True, metavar="check").add_parser("check", help="check files or folders")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a PDF, a JSON file or a folder")
    check.add_argument(
        "--key",
        action="append",
        default=[],
        type=Path,
        metavar="FILE",
        help="what you trust beforehand: did.json, a verifier key or a checkpoint; may be given again",
    )
    check.add_argument("--json", action="store_true", help="print one JSON list")
    return parser


def _files(paths: Sequence[Path], keys: Sequence[Path]) -> Iterator[Path]:
    """The files named, and in a folder those that may be certificates, without the key files themselves."""
    apart = {key.resolve() for key in keys}
    for path in paths:
        inside = (
            sorted(each for each in path.rglob("*") if each.suffix.lower() in _CHECKED) if path.is_dir() else [path]
        )
        yield from (each for each in inside if each.resolve() not in apart)


def _checked(path: Path, at: datetime, trusted: Trusted) -> Checked:
    try:
        return check_supplied(path.read_bytes(), at, trusted)
    except OSError:
        return Checked((Finding.UNREADABLE,))


def _report(results: Sequence[tuple[Path, Checked]], asked: Namespace) -> None:
    if asked.json:
        print(json.dumps([_as_json(*result) for result in results], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_line(*result) for result in results))


def _line(path: Path, checked: Checked) -> str:
    """Verdict, file, what it says, what was found, and what cannot be known: one line."""
    parts = [f"{_VERDICTS[checked.outcome]}: {path}"]
    if checked.snapshot and checked.outcome is not Outcome.REFUSED:
        said = checked.snapshot
        until = f"valid until {said.valid_until.date()}" if said.valid_until else "without end date"
        parts.append(f"{said.holder}, {said.title}, {said.issuer}, {until}")
    parts += [f"{finding.words} [{finding}]" for finding in checked.findings]
    if checked.known_until:
        parts.append(f"revocation after {checked.known_until:%Y-%m-%d %H:%M} UTC cannot be known offline")
    return "".join(character if character.isprintable() else " " for character in "; ".join(parts))


def _as_json(path: Path, checked: Checked) -> dict[str, Any]:
    said, place = checked.snapshot, checked.place
    return {
        "file": str(path),
        "outcome": checked.outcome.name.lower(),
        "findings": [{"code": finding, "words": finding.words} for finding in checked.findings],
        "certificate": said
        and {
            "id": said.id,
            "holder": said.holder,
            "title": said.title,
            "issuer": said.issuer,
            "issuer_id": said.issuer_id,
            "valid_from": said.valid_from.isoformat(),
            "valid_until": said.valid_until and said.valid_until.isoformat(),
        },
        "log": place and {"origin": place.origin, "index": place.index, "size": place.size},
        "known_until": checked.known_until and checked.known_until.isoformat(),
    }


if __name__ == "__main__":
    sys.exit(main())
