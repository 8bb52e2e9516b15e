"""Figures as a table to read and as JSON to keep."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.results import Result

HEADINGS = ("what", "figure", "ratio", "against", "goal", "")
NUMBERS = {1, 2}


def table(results: Sequence[Result]) -> str:
    """One line a figure, columns as wide as they need."""
    rows = [HEADINGS, *(_row(result) for result in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(_padded(row, widths)).rstrip() for row in rows)


def number(value: float) -> str:
    """Three figures that count: 0.0123, 12.3, 1,230."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:#.3g}"


def write(path: Path, results: Sequence[Result]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(result) for result in results], indent=2, ensure_ascii=False) + "\n")


def _row(result: Result) -> tuple[str, ...]:
    verdict = "" if result.goal_met is None else "reached" if result.goal_met else "MISSED"
    figure = f"{number(result.value)} {result.unit}"
    return (result.name, figure, f"{number(result.ratio)} ×", result.against, result.goal or "", verdict)


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        text.rjust(width) if column in NUMBERS else text.ljust(width)
        for column, (text, width) in enumerate(zip(row, widths, strict=True))
    ]
