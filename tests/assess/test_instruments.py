"""An instrument is a value: it hashes by every word, comes back from storage, and knows its scales, items and key."""

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, strategies as st
from pydantic import ValidationError

from assess.instrument_library import shipped
from assess.instruments import (
    HIGHEST,
    LOWEST,
    SITUATIONS,
    Instrument,
    Statement,
    Words,
    interleaved,
    mean_key,
    parse,
)
from certificates.canonical import digest
from tests.assess.shipped_library import SLUG


@pytest.fixture
def instrument() -> Instrument:
    return shipped().instrument(SLUG)


def leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to all texts and figures in nested content."""
    if isinstance(content, dict | list):
        for key, value in content.items() if isinstance(content, dict) else enumerate(content):
            yield from leaves(value, (*path, key))
    else:
        yield path


def changed(content: Any, path: tuple[Any, ...]) -> Any:
    """The content with one text or figure changed."""
    copy: Any = json.loads(json.dumps(content))
    parent = copy
    for step in path[:-1]:
        parent = parent[step]
    value = parent[path[-1]]
    parent[path[-1]] = value + ("!" if isinstance(value, str) else 1)
    return copy


def test_words_are_said_in_the_language_asked_and_else_in_dutch() -> None:
    words = Words(nl=" Ja ", en="Yes")
    assert (words.in_("nl"), words.in_("en"), words.in_("fr")) == ("Ja", "Yes", "Ja")


def test_an_instrument_comes_back_from_storage_unchanged(instrument: Instrument) -> None:
    stored = json.loads(json.dumps(instrument.content(), sort_keys=True))
    assert parse(stored) == instrument
    assert parse(stored).content_hash() == instrument.content_hash()


def test_every_single_text_and_figure_counts_in_the_hash(instrument: Instrument) -> None:
    content = instrument.content()
    paths = list(leaves(content))
    hashes = {digest(changed(content, path)) for path in paths[:: len(paths) // 60]}
    assert len(hashes) >= 60
    assert instrument.content_hash() == digest(content)
    assert instrument.content_hash() not in hashes


def test_the_situations_are_one_scale_beside_the_competencies(instrument: Instrument) -> None:
    assert instrument.scales == (*instrument.codes, SITUATIONS)


def test_an_item_is_found_by_the_name_under_which_its_answer_is_kept(instrument: Instrument) -> None:
    assert instrument.item("st-01") in instrument.statements
    assert instrument.item("si-S01") == instrument.situations[0]
    names = [item.item_id for item in instrument.items]
    assert len(set(names)) == len(names) == len(instrument.statements) + len(instrument.situations)
    with pytest.raises(KeyError):
        instrument.item("st-00")


def test_the_relevance_of_the_situations_counts_a_competency_as_often_as_they_touch_it(instrument: Instrument) -> None:
    assert instrument.relevance_of_situations(dict.fromkeys(instrument.codes, 3.0)) == 3
    touched = [code for situation in instrument.situations for code in situation.competencies]
    one_matters = {code: float(code == "SAM") for code in instrument.codes}
    assert instrument.relevance_of_situations(one_matters) == touched.count("SAM") / len(touched)


def test_a_ticked_fact_caps_its_own_scale_only(instrument: Instrument) -> None:
    call = instrument.call
    assert call.highest("INT", is_ticked=True) == 2
    assert {call.highest("INT", is_ticked=False), call.highest("EMP", is_ticked=True)} == {HIGHEST}


def test_the_organisations_words_fill_the_blanks_and_leave_the_rest(instrument: Instrument) -> None:
    filled = instrument.filled({"organisatie": "De Linde"})
    assert "De Linde" in filled.call.card.nl
    assert "{contactpersoon}" in filled.preview.text.en
    assert filled.statements == instrument.statements


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=12),
    st.lists(st.sampled_from("+-"), min_size=9, max_size=9),
)
def test_interleaving_asks_everything_once(sizes: list[int], keys: list[str]) -> None:
    lists = {
        f"C{chr(65 + place)}X": tuple(
            Statement(
                id=f"st-{place}{number}",
                competency=f"C{chr(65 + place)}X",
                key=keys[number],  # type: ignore[arg-type]  # drawn from the two keys
                text=Words(nl="n", en="e"),
            )
            for number in range(size)
        )
        for place, size in enumerate(sizes)
    }
    asked = interleaved(lists)
    assert sorted(each.id for each in asked) == sorted(each.id for each_list in lists.values() for each in each_list)
    if len(set(sizes)) == 1:
        assert all(before.competency != after.competency for before, after in pairwise(asked))


@given(st.lists(st.fixed_dictionaries({"A": st.integers(1, 5), "B": st.integers(1, 5)}), min_size=1, max_size=9))
def test_the_mean_key_lies_between_the_lowest_and_the_highest_rating(rated: list[dict[str, int]]) -> None:
    mean = mean_key([{"S01": each} for each in rated])
    for option in "AB":
        given_ratings = [each[option] for each in rated]
        assert min(given_ratings) <= mean["S01"][option] <= max(given_ratings)


@pytest.mark.parametrize("rating", [LOWEST - 1, HIGHEST + 1, 2.5, "3", True, None])
def test_a_rating_off_the_scale_is_no_key(instrument: Instrument, rating: object) -> None:
    content = instrument.content()
    content["situations"][0]["options"][0]["rating"] = rating
    with pytest.raises(ValidationError, match="geen cijfer van de schaal"):
        parse(content)


def test_two_statements_of_a_competency_never_follow_each_other(instrument: Instrument) -> None:
    content = instrument.content()
    content["statements"].sort(key=lambda statement: statement["competency"])
    with pytest.raises(ValidationError, match="volgen elkaar op"):
        parse(content)
