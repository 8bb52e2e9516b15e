"""Scores open once, and a profile comes out: its status, what is sealed, who may not be in it."""

import json
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select

from assess.errors.derivations import NotYet, OpenedBefore, PeopleChanged
from assess.method.profiles import Status
from assess.method.published import Detail
from assess.models import Derivation, Incumbent, JobProfile
from assess.queries.outcomes import Outcome, derived_profiles, outcome_of, version_before
from assess.queries.positions import profile_of
from assess.queries.reports import exact_profile
from assess.sealing import open_of_profile
from assess.services import derivations, taking_part
from assess.services.studying import inputs_of, outcome_of as computed
from certificates.ledger.entries import commitment
from kernel import jobs
from kernel.audit import AuditRow
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import NotFound
from people.models import Person
from tests.assess import deriving, making
from tests.people.parallel import at_once


@pytest.fixture
def house(either_app: Flask) -> Iterator[Flask]:
    with either_app.app_context():
        yield either_app


def outcome(of: JobProfile) -> Outcome:
    found = outcome_of(read_session(), of)
    assert found is not None
    return found


def withdraw(number: int) -> None:
    with unit_of_work() as session:
        incumbent = session.get_one(Incumbent, number)
        taking_part.withdraw(session, session.get_one(Person, incumbent.person_id), number)


def test_three_named_of_three_give_a_hypothesis_without_a_composite(house: Flask) -> None:
    profile = deriving.profile(3, 3, has_answers=False)
    assert deriving.derive(profile).status == "hypothesis"
    shown = outcome(profile).shown
    assert not shown.status.may_have_composite()
    assert shown.detail is Detail.NOTHING
    assert {scale.own_share for scale in shown.scales} == {0}
    assert [scale.code for scale in shown.scales] == list(making.instrument().scales)
    assert shown.n_top == 0  # who took part of the named is nobody's business when there is nothing to compare


def test_without_a_criterion_the_experts_are_all_there_is(house: Flask) -> None:
    profile = deriving.profile(4, has_answers=False)
    deriving.derive(profile)
    found = outcome(profile)
    assert (found.kind, found.shown.status) == ("none", Status.HYPOTHESIS)
    assert all(scale.effect is None for scale in found.shown.scales)


def test_five_named_of_34_are_indicative_with_alpha_from_their_answers(house: Flask) -> None:
    profile = deriving.profile(34, 5)
    deriving.derive(profile)
    found = outcome(profile)
    assert found.shown.status is Status.INDICATIVE
    assert (found.shown.n, found.shown.n_top, found.experts) == (34, 5, 2)
    exact = exact_profile(read_session(), profile)
    assert exact.is_standardised
    assert len({scale.reliability for scale in exact.scales}) == 13
    assert all(0.3 < scale.reliability < 1 for scale in exact.scales)


def test_a_figure_for_ninety_is_provisional(app: Flask) -> None:
    with app.app_context():
        profile = deriving.profile(90, figures=True, has_answers=False)
        assert deriving.derive(profile).status == "provisional"
        assert outcome(profile).shown.criterion == "figure"


def test_relevance_is_the_mean_of_the_experts_and_of_the_situations_competencies(house: Flask) -> None:
    profile, instrument = deriving.profile(3, has_answers=False), making.instrument()
    deriving.derive(profile)
    shown = {scale.code: scale for scale in outcome(profile).shown.scales}
    means = {code: shown[code].relevance for code in instrument.codes}
    assert shown["SIT"].relevance == pytest.approx(instrument.relevance_of_situations(means))
    assert {shown["SIT"].validity, shown["LUI"].validity} == {0.26, 0.19}


def test_the_exact_figures_are_sealed_and_committed_to(house: Flask) -> None:
    profile = deriving.profile(3, has_answers=False)
    derivation = deriving.derive(profile)
    exact = open_of_profile(derivation.sealed, f"derivation:{profile.id}")
    salt = bytes.fromhex(open_of_profile(derivation.sealed_salt, f"derivation-salt:{profile.id}"))
    told = json.loads(derivation.published)
    assert told["commitment"] == commitment(salt, f"profile:{profile.id}", exact).hex()
    assert told["instrument"]["contentHash"] == deriving.again(profile).revision.content_hash
    assert "mean" not in derivation.published


def test_the_same_inputs_give_the_same_figures(house: Flask) -> None:
    profile = deriving.profile(31, 6, has_answers=False)
    inputs = inputs_of(read_session(), deriving.again(profile))
    assert computed(inputs) == computed(inputs_of(read_session(), deriving.again(profile)))
    assert computed(inputs).exact["seed"] == inputs.seed


def test_scores_open_once(house: Flask) -> None:
    profile = deriving.profile(3, has_answers=False)
    deriving.derive(profile)
    with pytest.raises(OpenedBefore):
        deriving.derive(profile)


def test_two_who_open_at_once_leave_one_row(house: Flask) -> None:
    profile, actor = deriving.profile(3, has_answers=False), deriving.maker()
    computed(inputs_of(read_session(), deriving.again(profile)))

    def open_scores() -> None:
        with unit_of_work() as session:
            derivations.derive_profile(session, session.get_one(Person, actor.id), profile.id)

    refused = [type(each) for each in at_once(house, 2, open_scores) if each is not None]
    assert refused == [OpenedBefore]
    close_read_session()
    assert read_session().scalar(select(func.count()).select_from(Derivation)) == 1


def test_scores_stay_shut_while_something_is_missing(house: Flask) -> None:
    profile, actor = making.profile(), deriving.maker()
    with pytest.raises(NotYet):
        deriving.derive(profile, actor)
    with pytest.raises(NotFound), unit_of_work() as session:
        derivations.order(session, session.get_one(Person, actor.id), 999)


def test_two_people_are_never_a_group(house: Flask) -> None:
    profile = deriving.profile(3, has_answers=False)
    withdraw(inputs_of(read_session(), deriving.again(profile)).participants[0])
    with pytest.raises(NotYet):
        deriving.derive(profile)


def test_who_withdrew_is_not_in_it_and_who_withdraws_later_leaves_it_as_it_is(house: Flask) -> None:
    profile = deriving.profile(4, has_answers=False)
    first, second, *_others = inputs_of(read_session(), deriving.again(profile)).participants
    withdraw(first)
    deriving.derive(profile)
    assert outcome(profile).shown.n == 3
    withdraw(second)
    assert outcome(profile).shown.n == 3


def test_when_somebody_withdraws_during_the_sums_they_are_done_again(house: Flask) -> None:
    profile, actor = deriving.profile(4, has_answers=False), deriving.maker()
    before = inputs_of(read_session(), deriving.again(profile))
    withdraw(before.participants[0])
    with pytest.raises(PeopleChanged), unit_of_work() as session:
        derivations._store(session, profile_of(session, profile.id), before, computed(before), actor.id)
    assert read_session().get(Derivation, profile.id) is None


def test_a_nominator_who_does_the_work_is_neither_of_the_best_nor_of_the_rest(house: Flask) -> None:
    profile = deriving.profile(6, 2, has_answers=False, without_place=1)
    inputs = inputs_of(read_session(), deriving.again(profile))
    assert inputs.study.is_top is not None
    assert (len(inputs.participants), inputs.study.is_top.sum(), len(inputs.study.scores)) == (6, 2, 5)


def test_who_has_no_figure_is_not_counted_whether_they_took_part_or_not(house: Flask) -> None:
    profile = deriving.profile(6, figures=True, has_answers=False, without_place=1)
    deriving.derive(profile)
    found = outcome(profile).shown
    assert (found.n, found.n_judged) == (5, 5)


def test_figures_that_are_alike_among_who_is_left_give_a_hypothesis(house: Flask) -> None:
    profile = deriving.profile(6, figures=True, has_answers=False)
    inputs = inputs_of(read_session(), deriving.again(profile))
    alike = replace(inputs, study=replace(inputs.study, figure=np.ones(6)))
    shown = computed(alike).shown
    assert (shown["status"], shown["criterion"]) == ("hypothesis", "none")


def test_how_many_were_named_is_not_published_beside_who_took_part(house: Flask) -> None:
    profile = deriving.profile(34, 5, has_answers=False)
    assert "topShare" not in json.loads(deriving.derive(profile).published)["criterion"]


def test_the_job_opens_the_scores_and_asking_twice_is_asking_once(house: Flask) -> None:
    profile, actor = deriving.profile(3, has_answers=False), deriving.maker()
    for _ in range(2):
        with unit_of_work() as session:
            derivations.order(session, session.get_one(Person, actor.id), profile.id)
    assert jobs.run_all() == 1
    assert read_session().get_one(Derivation, profile.id).derived_by == actor.id
    with pytest.raises(OpenedBefore), unit_of_work() as session:
        derivations.order(session, session.get_one(Person, actor.id), profile.id)
    assert read_session().scalar(select(func.count()).where(AuditRow.action == "profile.derived")) == 1


def test_an_order_that_failed_can_be_given_again(house: Flask) -> None:
    profile, actor = deriving.profile(3, has_answers=False), deriving.maker()
    with unit_of_work() as session:
        job = derivations.order(session, session.get_one(Person, actor.id), profile.id)
        job.failed_at = job.created_at
    with unit_of_work() as session:
        assert derivations.order(session, session.get_one(Person, actor.id), profile.id).failed_at is None
    jobs.run_all()
    assert read_session().get(Derivation, profile.id) is not None


def test_versions_are_found_beside_each_other(house: Flask) -> None:
    persons = deriving.staff(4)
    first = deriving.profile(4, has_answers=False, persons=persons)
    second = deriving.profile(3, has_answers=False, persons=persons[1:])
    deriving.derive(first)
    deriving.derive(second)
    before = version_before(read_session(), second)
    assert before is not None
    assert (before.id, version_before(read_session(), first)) == (first.id, None)
    assert [each.version for each in derived_profiles(read_session())] == [2, 1]
