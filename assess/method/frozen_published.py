"""What may be shown of a profile, as JSON: numbers are decimal strings, counts and per cents integers."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from assess.method.profiles import LeaveOneOut, Status
from assess.method.published import Detail, Published, PublishedScale, Word

KEPT_AS_TEXT = {"code", "word", "status", "criterion", "reasons"}


def frozen(published: Published) -> dict[str, Any]:
    """`published` as JSON-safe values. Errors: ValueError for a number that is not finite."""
    row: dict[str, Any] = _frozen(asdict(published))
    return row


def thawed(row: Mapping[str, Any]) -> Published:
    """What `frozen` wrote, figure for figure."""
    plain = {name: _thawed(value) for name, value in row.items() if name not in KEPT_AS_TEXT | {"scales"}}
    left_out = row["leave_one_out"]
    plain |= {
        "status": Status(row["status"]),
        "criterion": row["criterion"],
        "reasons": tuple(row["reasons"]),
        "detail": Detail(row["detail"]),
        "scales": tuple(_scale(scale) for scale in row["scales"]),
        "leave_one_out": LeaveOneOut(**{name: _thawed(value) for name, value in left_out.items()})
        if left_out
        else None,
    }
    return Published(**{field.name: plain[field.name] for field in fields(Published)})


def _scale(row: Mapping[str, Any]) -> PublishedScale:
    plain = {name: value if name in KEPT_AS_TEXT else _thawed(value) for name, value in row.items()}
    return PublishedScale(**{**plain, "word": Word(row["word"])})


def _frozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _frozen(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_frozen(each) for each in value]
    if isinstance(value, float):
        return _decimal(value)
    return str(value) if isinstance(value, str) else int(value) if isinstance(value, Detail) else value


def _thawed(value: Any) -> Any:
    """A number, a pair of numbers, a count, a yes or no, or nothing."""
    if isinstance(value, list):
        return tuple(_thawed(each) for each in value)
    return float(value) if isinstance(value, str) else value


def _decimal(number: float) -> str:
    found = Decimal(repr(float(number)))
    if not found.is_finite():
        raise ValueError("only finite numbers are frozen")
    return format(found, "f")
