"""The arithmetic of `make bench`, and the fields of what it writes; speed itself is no test."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from flask import Flask, render_template_string
from hypothesis import given, strategies as st

from bench import validity
from bench.report import number, table, write
from bench.results import Goal, beside, percentile, within
from bench.staff import MATTERS

FIELDS = {"name", "value", "unit", "against", "ratio", "goal", "goal_met"}


def test_a_percentile_is_the_nearest_rank() -> None:
    taken = [15.0, 20.0, 35.0, 40.0, 50.0]
    assert [percentile(taken, share) for share in (5, 30, 40, 50, 100)] == [15, 20, 20, 35, 50]


@given(st.lists(st.floats(0, 1e6), min_size=1), st.integers(1, 100))
def test_a_percentile_covers_its_share_and_no_smaller_value_does(taken: list[float], share: int) -> None:
    found = percentile(taken, share)
    assert found in taken
    assert sum(value <= found for value in taken) * 100 >= len(taken) * share
    assert sum(value < found for value in taken) * 100 < len(taken) * share


@pytest.mark.parametrize(("values", "share"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_a_percentile_of_nothing_is_refused(values: list[float], share: int) -> None:
    with pytest.raises(ValueError, match="percentile"):
        percentile(values, share)


@pytest.mark.parametrize(
    ("goal", "value", "is_met"),
    [
        (Goal(60), 60, True),
        (Goal(60), 61, False),
        (Goal(60, is_floor=True), 60, True),
        (Goal(60, is_floor=True), 59, False),
    ],
)
def test_a_goal_is_met_up_to_its_own_figure(goal: Goal, value: float, is_met: bool) -> None:
    assert within("saved", value, "ms", goal, "an issue").goal_met is is_met


def test_a_ratio_is_the_figure_over_its_peer_and_the_goal_is_about_the_figure() -> None:
    result = beside("saved", 30, "ms", 20, "a bare commit", goal=Goal(60))
    assert (result.ratio, result.goal, result.goal_met) == (1.5, "≤ 60 ms", True)


def test_a_figure_without_a_goal_has_no_verdict() -> None:
    result = beside("page", 30, "ms", 20, "a page of one line")
    assert (result.goal, result.goal_met) == (None, None)


def test_what_is_written_is_what_was_measured(tmp_path: Path) -> None:
    missed = within("appends", 500, "a second", Goal(1_000, is_floor=True), "EVIDENCE.md")
    write(tmp_path / "build" / "bench.json", [missed, beside("page", 30, "ms", 20, "a page of one line")])
    written = json.loads((tmp_path / "build" / "bench.json").read_text())
    assert [set(each) for each in written] == [FIELDS, FIELDS]
    assert written[0] == {
        "name": "appends", "value": 500, "unit": "a second", "against": "the limit of EVIDENCE.md",
        "ratio": 0.5, "goal": "≥ 1,000 a second", "goal_met": False,
    }  # fmt: skip


def test_the_table_says_which_goals_were_missed() -> None:
    lines = table([within("a", 2, "ms", Goal(1), "x"), within("b", 1, "ms", Goal(1), "x")]).splitlines()
    assert [line.split()[-1] for line in lines[1:]] == ["MISSED", "reached"]


@pytest.mark.parametrize(("value", "words"), [(0.01234, "0.0123"), (9.87654, "9.88"), (0, "0.00"), (1234.5, "1,234")])
def test_a_number_shows_three_figures(value: float, words: str) -> None:
    assert number(value) == words


def test_the_table_on_the_page_of_an_outcome_is_what_the_simulation_gives(app: Flask) -> None:
    ways = (validity.PRACTICES[0], validity.PRACTICES[3], *validity.BASELINES, validity.NAMED)
    chance = np.random.default_rng(validity.SEED)
    conditions = [validity.simulated(34, matters, "good", chance) for matters in MATTERS]
    measured = [[f"{condition.mean(way):.2f}".replace(".", ",") for condition in conditions] for way in ways]
    with app.test_request_context():
        shown = render_template_string("{% from 'assess/outcome_parts.html' import simulated %}{{ simulated() }}")
    assert [re.findall(r"<td[^>]*><span>([^<]+)", row) for row in shown.split("<tr")[2:]] == measured
