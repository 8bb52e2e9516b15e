"""A profile as JSON that keeps every digit: numbers are decimal strings, so that no reader rounds them."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from assess.method.profiles import LeaveOneOut, Profile, ScaleFigures, Status


def frozen(profile: Profile) -> dict[str, Any]:
    """The profile as JSON-safe values: numbers as the shortest decimal string that reads back the same; counts stay
    integers. Errors: ValueError for a number that is not finite."""
    row: dict[str, Any] = _frozen(profile)
    return row


def thawed(row: Mapping[str, Any]) -> Profile:
    """The profile that `frozen` wrote, figure for figure; before rated work could join, all scales were tested."""
    left_out = row["leave_one_out"]
    return Profile(
        **{name: _thawed(row[name]) for name in ("n", "n_judged", "n_top", "middle_half", "is_standardised")},
        **{name: _thawed(row[name]) for name in ("top_share", "leverage")},
        status=Status(row["status"]),
        criterion=row["criterion"],
        scales=tuple(_scale(scale) for scale in row["scales"]),
        leave_one_out=left_out and LeaveOneOut(**{name: _thawed(value) for name, value in left_out.items()}),
        reasons=tuple(row["reasons"]),
        rated=tuple(row.get("rated", ())),
        tested_half=_thawed(row.get("tested_half", row["middle_half"])),
    )


def _scale(row: Mapping[str, Any]) -> ScaleFigures:
    return ScaleFigures(code=row["code"], **{name: _thawed(value) for name, value in row.items() if name != "code"})


def _frozen(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _frozen(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_frozen(each) for each in value]
    return _decimal(value) if isinstance(value, float) else value


def _thawed(value: Any) -> Any:
    """A number, a pair of numbers, a count, a yes or no, or nothing."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_thawed(each) for each in value)
    return float(value) if isinstance(value, str) else value


def _decimal(number: float) -> str:
    found = Decimal(repr(float(number)))
    if not found.is_finite():
        raise ValueError("only finite numbers are frozen")
    return format(found, "f")
