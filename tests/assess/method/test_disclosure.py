"""From what is shown of a profile nobody's score can be found back (METHOD, step 5; "the differencing test")."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies as st

from assess.method import disclosure
from assess.method.disclosure import effect_step, next_round, published, rounded_weights, word_for
from assess.method.profiles import Profile, derive
from assess.method.published import Detail, Word
from tests.assess.method import groups
from tests.assess.method.attacker import Attacker, Version
from tests.assess.method.test_profiles import profile_of

SCALES = 4
TWO_POINTS = 2.0 - 1e-9
ALL_34 = np.ones(34, dtype=bool)


def without(person: int, people: int = 34) -> groups.BoolArray:
    return np.arange(people) != person


def staff(seed: int, people: int = 34, spread: float = 0.55) -> groups.FloatArray:
    return groups.scores(people, SCALES, np.random.default_rng(seed), spread)


# What two versions, and a colleague, could be after: (versions, own row, wanted row). The best are rows 0–4, or 0–5.
BEST, SIX = groups.first(5, 34), groups.first(6, 34)
ONE = (Version(ALL_34, BEST),)
JOINED_THE_REST = (Version(without(33), BEST), Version(ALL_34, BEST))
JOINED_THE_BEST = (Version(without(5), SIX), Version(ALL_34, SIX))
NAMED_LATER = (Version(ALL_34, BEST), Version(ALL_34, SIX))
LEFT_THREE = (Version(without(0), BEST), Version(ALL_34, BEST))
ATTACKS = {
    "one version, one of the best": (ONE, None, 2),
    "one version, one of the rest": (ONE, None, 20),
    "a colleague among the best": (ONE, 0, 1),
    "a colleague among the rest, about the best": (ONE, 30, 1),
    "two versions, who joined the rest": (JOINED_THE_REST, None, 33),
    "two versions, who joined the best": (JOINED_THE_BEST, None, 5),
    "two versions and a colleague": (JOINED_THE_BEST, 0, 5),
    "two versions, who was named later": (NAMED_LATER, 1, 5),
    "two versions, from four of the best to five": (LEFT_THREE, 3, 0),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(("seed", "spread"), [(1, 0.55), (2, 0.3)])
def test_no_score_of_34_is_found_back_to_within_one_raw_point(attack: str, seed: int, spread: float) -> None:
    versions, own, wanted = ATTACKS[attack]
    attacker = Attacker(staff(seed, spread=spread), versions, own)
    for scale in range(SCALES):
        assert attacker.span(wanted, scale, np.random.default_rng(seed)) >= TWO_POINTS


@pytest.mark.parametrize("wanted", [0, 33])
def test_no_score_is_found_back_from_two_versions_with_a_figure(wanted: int) -> None:
    figure = np.random.default_rng(3).standard_normal(34)
    versions = (Version(without(wanted), None, figure), Version(ALL_34, None, figure))
    attacker = Attacker(staff(3), versions, own=10)
    for scale in range(SCALES):
        assert attacker.span(wanted, scale, np.random.default_rng(4)) >= TWO_POINTS


@pytest.mark.parametrize(("people", "wanted"), [(30, 0), (30, 20), (6, 0), (6, 4)])
def test_three_of_the_best_stay_hidden_from_each_other(people: int, wanted: int) -> None:
    version = Version(np.ones(people, dtype=bool), groups.first(3, people))
    attacker = Attacker(staff(5, people), (version,), own=1, grid=2)
    for scale in range(SCALES):
        assert attacker.span(wanted, scale, np.random.default_rng(6)) >= TWO_POINTS


def test_of_five_people_with_a_figure_nothing_is_shown_that_depends_on_their_scores() -> None:
    figure = np.array([3.0, 1, 4, 1, 5])
    shown = {
        repr(published(derive(groups.study(staff(seed, 5), figure=figure), np.random.default_rng(0))))
        for seed in range(25)
    }
    assert len(shown) == 1


@pytest.mark.parametrize(("people", "top"), [(3, 3), (3, 1), (5, 5), (5, 3), (5, 2), (29, 2)])
def test_of_three_and_of_five_people_nothing_is_shown_that_depends_on_their_scores(people: int, top: int) -> None:
    shown = {
        repr(
            published(derive(groups.study(raw, groups.first(top, people)), np.random.default_rng(0), groups.FEW_DRAWS))
        )
        for raw in [
            *(staff(seed, people) for seed in range(25)),
            np.ones((people, SCALES)),
            np.full((people, SCALES), 5.0),
        ]
    }
    assert len(shown) == 1


def test_what_would_give_a_score_away_is_found_back_by_the_same_attacker() -> None:
    """The search has teeth: published to three decimals, the same figures leave no world two points away."""

    def careless(profile: Profile) -> object:
        return [(round(each.mean, 3), round(each.sd, 3), round(each.effect or 0, 3)) for each in profile.scales]

    attacker = Attacker(staff(1), JOINED_THE_REST, None, careless, grid=0.001)
    truth = attacker.world[33, 0]
    assert attacker.may_be(33, 0, truth, np.random.default_rng(1))
    for away in (-1.5, -0.5, 0.5, 1):
        assert not attacker.may_be(33, 0, truth + away, np.random.default_rng(1))
    means = [np.array([each.mean for each in version.study_of(staff(1)).scales]) for version in JOINED_THE_REST]
    np.testing.assert_allclose(34 * means[1] - 33 * means[0], staff(1)[33])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([0.25, 0.5]), st.integers(0, 8))
def test_everybody_may_stand_elsewhere_and_the_same_is_shown(seed: int, stretch: float, shift: int) -> None:
    raw = staff(seed)
    moved = 1 + stretch * (raw - 1) + shift / 6
    shown, other = (
        published(derive(groups.study(each, BEST), np.random.default_rng(0), groups.FEW_DRAWS)) for each in (raw, moved)
    )
    assert shown == other


def test_a_group_all_alike_is_shown_as_one_without_a_difference() -> None:
    raw = staff(8)
    raw[:5, 0], raw[5:, 0] = 4, 3
    alike = published(derive(groups.study(raw, BEST), np.random.default_rng(0), groups.FEW_DRAWS)).scales[0]
    assert (alike.effect, alike.own_share) == (0, 9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([(34, 5), (60, 20), (200, 40)]), st.integers(0, 200), st.booleans())
def test_one_raw_point_moves_an_effect_by_at_most_half_its_grid(
    seed: int, sizes: tuple[int, int], person: int, is_up: bool
) -> None:
    """At the planning spread or wider, for a person and a difference that are nothing special."""
    people, top = sizes
    drawn = np.random.default_rng(seed).standard_normal(people).clip(-1.5, 1.5)
    column = 3 + 0.6 * (drawn - drawn.mean()) / drawn.std(ddof=1)
    moved = column + (1 if is_up else -1) * (np.arange(people) == person % people)
    version = Version(np.ones(people, dtype=bool), groups.first(top, people))
    assume(abs(version.effect(column)) < 1)
    step = effect_step(derive(groups.study(column[:, None], groups.first(top, people)), np.random.default_rng(0), 1))
    assert step is not None
    assert abs(version.effect(moved) - version.effect(column)) <= step / 2


def test_all_that_is_shown_of_a_scale_follows_from_its_rounded_effect() -> None:
    profile = profile_of(34, 5)
    step = effect_step(profile)
    assert step == 1
    effects = [0.9 * step, 1.1 * step, 1.4 * step]
    shown = {
        repr(published(replace(profile, scales=tuple(replace(each, effect=effect) for each in profile.scales))).scales)
        for effect in effects
    }
    assert len(shown) == 1


def test_no_mean_sd_or_raw_figure_of_the_group_has_a_place_in_what_is_shown() -> None:
    names = set(published(profile_of(34, 5)).scales[0].__dataclass_fields__)
    assert not names & {"mean", "sd", "sem", "n", "variance", "theta_sd", "agreement_luck"}


def test_below_five_of_the_best_there_are_ranges_and_from_five_values() -> None:
    four, five = published(profile_of(34, 4)), published(profile_of(34, 5))
    assert (four.detail, five.detail) == (Detail.RANGES, Detail.VALUES)
    for scale in four.scales:
        assert (scale.theta, scale.effect, scale.p, scale.agrees_more_than_luck) == (None, None, None, None)
        assert scale.effect_interval is not None
    assert all(scale.theta is not None and scale.p is not None for scale in five.scales)


def test_agreement_is_shown_only_where_one_person_can_hardly_move_it() -> None:
    few, many = published(profile_of(60, 15)), published(profile_of(80, 16))
    assert {(scale.agreement, scale.agrees_more_than_luck) for scale in few.scales} == {(None, None)}
    assert {scale.agreement for scale in many.scales} <= {0.0, 0.5, 1.0}
    assert many.agreeing == sum(bool(scale.agrees_more_than_luck) for scale in many.scales)
    assert few.agreeing is not None
    assert published(profile_of(34, 4)).agreeing is None


@pytest.mark.parametrize(("people", "grid"), [(34, 0.15), (159, 0.15), (160, 0.05)])
def test_the_worst_cases_of_leave_one_out_are_shown_to_the_worse_side(people: int, grid: float) -> None:
    profile = profile_of(people, 5)
    found, shown = profile.leave_one_out, published(profile).leave_one_out
    assert found is not None
    assert shown is not None
    assert found.smallest_cosine - 0.05 <= shown.smallest_cosine <= found.smallest_cosine + 1e-9
    assert found.band_changes - 1e-9 <= shown.band_changes <= found.band_changes + grid
    assert shown.band_changes / grid == pytest.approx(round(shown.band_changes / grid))
    assert shown.band_changes > 0


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=13))
def test_weights_come_in_steps_of_five_and_make_a_hundred(theta: list[float]) -> None:
    found = rounded_weights(np.array(theta))
    assert all(weight % 5 == 0 and weight >= 0 for weight in found)
    assert sum(found) == (100 if max(theta) > 0 else 0)
    assert all(weight == 0 for weight, value in zip(found, theta, strict=True) if value <= 0)


@pytest.mark.parametrize(
    ("theta", "word"),
    [(0.4, Word.MATTERS), (0.22, Word.PROBABLY_MATTERS), (0.1, Word.UNCLEAR), (-0.01, Word.HARDLY)],
)
def test_a_word_says_what_the_interval_says(theta: float, word: Word) -> None:
    assert word_for(theta, theta, 0.145) is word


def test_a_range_that_holds_two_words_gets_the_careful_one() -> None:
    assert word_for(0.15, 0.4, 0.145) is Word.UNCLEAR


@given(st.floats(1e-4, 50))
def test_a_step_is_the_next_of_one_two_and_five(number: float) -> None:
    found = next_round(number)
    assert number * (1 - 1e-8) <= found <= 2.5 * number * (1 + 1e-8)
    assert f"{found:e}"[0] in "125"


def test_the_step_is_set_by_counts_alone() -> None:
    steps = {effect_step(derive(groups.study(staff(seed), BEST), np.random.default_rng(0), 9)) for seed in range(10)}
    assert steps == {1.0}
    assert effect_step(profile_of(3, 3)) is None
    assert effect_step(replace(profile_of(34, 5), leverage=1e-5)) == disclosure.FINEST_STEP
