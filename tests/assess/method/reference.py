"""Public reference cases: figures that this project did not make (tests/reference/assess)."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FOLDER = Path(__file__).parents[2] / "reference" / "assess"


def expected(name: str) -> Any:
    """The cases of one entry of expected.json."""
    return json.loads((FOLDER / "expected.json").read_text())[name]["cases"]


def rows(name: str) -> list[list[str]]:
    """The rows of a table, without its header."""
    with (FOLDER / name).open(newline="") as file:
        return list(csv.reader(file))[1:]


def numbers(name: str, *, skip: int = 0) -> npt.NDArray[np.float64]:
    """A table of numbers, `skip` columns left out, NaN where a cell is empty."""
    return np.array([[float(cell) if cell else np.nan for cell in row[skip:]] for row in rows(name)])
