"""From all that HR, experts, raters and managers can see or take out nobody's score can be found back.

Two steps. What they see is a function of what is published: the same pages come out of a house without one score, and
other scores change nothing elsewhere. And what is published keeps two raw points between worlds that look the same,
also for who compares two versions or knows their own scores (assess.method.disclosure; its tests try harder).
"""

import re
import shutil
import subprocess
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask

from assess.method import frozen_published
from assess.method.profiles import Profile, Study, derive
from assess.models import Derivation
from assess.queries.outcomes import document_of
from assess.queries.positions import profile_of
from assess.rated_work import Kind
from assess.services.studying import inputs_of, showable
from kernel import clock
from kernel.database import read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making, rating
from tests.assess.method import groups
from tests.assess.method.attacker import Attacker, Version
from tests.conftest import BASE_URL, make_app
from tests.pages import Pages

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
TWO_POINTS = 2.0 - 1e-9
KINDS: dict[str, dict[str, Any]] = {
    "three": {"people": 3, "top": 3},
    "five of 34": {"people": 34, "top": 5},
    "a figure for 34": {"people": 34, "figures": True},
    "five of 34 who were interviewed too": {"people": 34, "top": 5, "is_rated": True},
}
SHOWN = ("/profiles/1/outcome", "/profiles/1/technical-report.pdf", "/profiles/1/works-council.pdf")
SHOWN_TO_PSYCHOLOGIST = ("/calculations", "/calculations/1", "/calculations/1/technical-report.pdf")
OUTCOME = re.compile(r"^/(profiles/\d+/(outcome|approval|comparison|.*\.pdf)|calculations)")
SKIPPED = re.compile(r"^/(static|sign-out|logo|theme|mailbox|example|api)|\.(css|js|json)$|language=|lang=")
SOMEBODY = re.compile(r"[Mm]edewerker ?\d+(@delinde\.example)?|D\d{5}|[0-9a-f]{16,}")


@dataclass
class House:
    """One installation, with HR, a psychologist, an expert and a manager of somebody who took part."""

    app: Flask
    readers: dict[str, Person]

    def seen_by(self, name: str, paths: tuple[str, ...]) -> dict[str, str]:
        pages = Pages(self.app, BASE_URL).sign_in(self.readers[name])
        with clock.moved_to(AT):
            return {path: text_of(pages, path) for path in paths}

    def walk(self, name: str) -> dict[str, str]:
        """Every kind of page that this person comes to by links alone, two of each; those of an outcome not."""
        pages, found, waiting = Pages(self.app, BASE_URL).sign_in(self.readers[name]), {}, deque(["/", "/assessments"])
        known, kinds = self.app.url_map.bind("localhost"), Counter[str]()
        while waiting:
            path = waiting.popleft()
            if path in found or OUTCOME.search(path) or SKIPPED.search(path):
                continue
            kind = known.match(path, "GET")[0]
            kinds[kind] += 1
            if kinds[kind] > 2:
                continue
            reply = pages.client.get(path, base_url=BASE_URL, follow_redirects=True)
            if reply.status_code != 200 or reply.mimetype != "text/html":
                found[path] = f"{reply.status_code} {reply.mimetype}"
                continue
            found[path] = anonymous(re.sub(r"<[^>]+>|\s+", " ", re.sub(r'value="[^"]*"', "", reply.text)))
            waiting.extend(re.findall(r'href="(/[^"#?]*)', reply.text))
        return found


def anonymous(text: str) -> str:
    return re.sub(r"\s+", " ", SOMEBODY.sub("…", text))


def text_of(pages: Pages, path: str) -> str:
    reply = pages.client.get(path, base_url=BASE_URL, follow_redirects=True)
    assert reply.status_code == 200, path
    if reply.mimetype == "application/pdf":
        done = subprocess.run(["pdftotext", "-", "-"], input=reply.data, capture_output=True, check=True)
        return str(done.stdout, "utf-8")
    return str(re.sub(r"<[^>]+>|\s+", " ", re.sub(r'(value|content|data-csrf)="[^"]*"', "", reply.text)))


@contextmanager
def opened(app: Flask) -> Iterator[None]:
    with app.app_context(), clock.moved_to(AT):
        yield


@pytest.fixture
def new_app(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Callable[[str], Flask]]:
    apps = []

    def make(name: str) -> Flask:
        (tmp_path / name).mkdir()
        path = shutil.copy(migrated_sqlite, tmp_path / name / "maatstaf.sqlite")
        app = make_app(tmp_path / name, f"sqlite:///{path}")
        with opened(app):
            factories.organisation(base_url=BASE_URL)
        apps.append(app)
        return app

    yield make
    for app in apps:
        app.extensions["database"].engine.dispose()


def house(app: Flask, people: int, seed: int = 1, is_rated: bool = False, **kind: Any) -> House:
    """A profile whose scores were opened; the seed sets the scores, and what two raters gave where `is_rated`."""
    with opened(app):
        manager = factories.person(Role.MANAGER, name="Mia de Manager")
        team = factories.team("Team Noord", managers=(manager,))
        persons = [factories.person(team_id=team.id) for _ in range(people)]
        profile = deriving.profile(people, seed=seed, persons=persons, has_answers=False, **kind)
        if is_rated:
            rating.everybody(profile, Kind.INTERVIEW, seed=seed)
        readers = readers_of(manager)
        deriving.derive(profile, readers["hr"])
    return House(app, readers)


def readers_of(manager: Person) -> dict[str, Person]:
    return {
        "hr": deriving.maker(),
        "psychologist": factories.person(Role.PSYCHOLOGIST, name="Pim de Psycholoog"),
        "manager": manager,
        "expert": read_session().get_one(Person, manager.id),
    }


def empty_house(app: Flask, shown: str, status: str) -> House:
    """The same outcome published in a house where nobody took part and nothing can be unsealed."""
    with opened(app):
        manager = factories.person(Role.MANAGER, name="Mia de Manager")
        profile = making.profile()
        deriving.freeze(profile, {}, "none")
        making.derived(profile, published=shown, status=status, sealed=b"nothing", sealed_salt=b"nothing")
        return House(app, readers_of(manager))


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_seen_of_an_outcome_follows_from_what_is_published_alone(
    new_app: Callable[[str], Flask], kind: str
) -> None:
    full = house(new_app("full"), **KINDS[kind])
    with opened(full.app):
        row = read_session().get_one(Derivation, 1)
        shown, status = row.published, row.status
    empty = empty_house(new_app("empty"), shown, status)
    for name, paths in (("hr", SHOWN), ("psychologist", SHOWN_TO_PSYCHOLOGIST)):
        assert full.seen_by(name, paths) == empty.seen_by(name, paths)


@pytest.mark.parametrize("kind", ["five of 34", "five of 34 who were interviewed too"])
def test_other_scores_change_nothing_on_any_other_page(new_app: Callable[[str], Flask], kind: str) -> None:
    houses = [house(new_app(f"seed-{seed}"), seed=seed, **KINDS[kind]) for seed in (1, 2)]
    for name in ("hr", "manager", "psychologist"):
        with clock.moved_to(AT):
            first, second = (each.walk(name) for each in houses)
        assert set(first) == set(second)
        assert [path for path in first if first[path] != second[path]] == []
        assert len(first) >= 5


@dataclass(frozen=True)
class Kept(Version):
    """A version as the product derived it: its own experts, reliabilities and top share."""

    study: Study | None = None

    def study_of(self, world: groups.FloatArray) -> Profile:
        assert self.study is not None
        top = None if self.is_top is None else self.is_top[self.rows]
        figure = None if self.figure is None else self.figure[self.rows]
        study = replace(self.study, scores=world[self.rows], is_top=top, figure=figure)
        return derive(study, np.random.default_rng(0), groups.FEW_DRAWS)


def shown_of(profile: Profile) -> object:
    return frozen_published.frozen(showable(profile))


def studied(app: Flask, is_rated: bool = False, **kind: Any) -> Study:
    """The study of a profile as the product reads it, once the product was seen to publish just this."""
    with app.app_context():
        profile = deriving.profile(**kind, has_answers=False)
        if is_rated:
            rating.everybody(profile, Kind.INTERVIEW)  # three topics: on sixths, as the attacker expects
        inputs = inputs_of(read_session(), profile_of(read_session(), profile.id))
        stored = document_of(deriving.derive(profile))["outcome"]
        exact = derive(inputs.study, np.random.default_rng(int(inputs.seed, 16)))
        assert stored == shown_of(exact)
        return inputs.study


@pytest.mark.parametrize(
    ("own", "wanted", "left_out"),
    [(None, 2, None), (None, 20, None), (0, 1, None), (30, 3, None), (None, 33, 33), (1, 2, 2), (30, 31, 31)],
    ids=["one of the best", "one of the rest", "a colleague of the best", "a colleague of the rest",
         "two versions, the rest", "two versions and a colleague of the best", "two versions and a colleague"],
)  # fmt: skip
def test_no_score_of_34_is_found_back_from_what_the_product_published(
    app: Flask, own: int | None, wanted: int, left_out: int | None
) -> None:
    study = studied(app, people=34, top=5)
    everybody, others = np.ones(34, bool), np.arange(34) != left_out
    versions: tuple[Version, ...] = (Kept(everybody, study.is_top, study=study),)
    if left_out is not None:
        versions = (Kept(others, study.is_top, study=study), *versions)
    attacker = Attacker(study.scores, versions, own, shown_of)
    for scale in (0, 5):
        assert attacker.span(wanted, scale, np.random.default_rng(1)) >= TWO_POINTS


@pytest.mark.parametrize(("own", "wanted", "left_out"), [(None, 2, None), (0, 1, None), (30, 31, 31)])
def test_no_rated_score_is_found_back_and_none_by_the_raters_who_know_all_of_those(
    app: Flask, own: int | None, wanted: int, left_out: int | None
) -> None:
    """The last scale is rated. On the first the attacker holds all that was rated fixed: a rater knows it."""
    study = studied(app, people=34, top=5, is_rated=True)
    assert study.rated == ("interview",)
    versions: tuple[Version, ...] = (Kept(np.ones(34, bool), study.is_top, study=study),)
    if left_out is not None:
        versions = (Kept(np.arange(34) != left_out, study.is_top, study=study), *versions)
    attacker = Attacker(study.scores, versions, own, shown_of)
    for scale in (0, len(study.scales) - 1):
        assert attacker.span(wanted, scale, np.random.default_rng(1)) >= TWO_POINTS


@pytest.mark.parametrize("left_out", [None, 4])
def test_no_score_is_found_back_where_a_figure_is_the_criterion(app: Flask, left_out: int | None) -> None:
    study = studied(app, people=34, figures=True)
    versions: tuple[Version, ...] = (Kept(np.ones(34, bool), None, study.figure, study=study),)
    if left_out is not None:
        versions = (Kept(np.arange(34) != left_out, None, study.figure, study=study), *versions)
    attacker = Attacker(study.scores, versions, 10, shown_of)
    assert attacker.span(4, 0, np.random.default_rng(1)) >= TWO_POINTS


@pytest.mark.parametrize("is_rated", [False, True])
@pytest.mark.parametrize(("people", "top"), [(3, 3), (5, 2)])
def test_of_three_and_of_five_people_nothing_that_is_published_depends_on_their_scores(
    app: Flask, people: int, top: int, *, is_rated: bool
) -> None:
    study = studied(app, is_rated, people=people, top=top)
    chance = np.random.default_rng(1)
    worlds = [study.scores, *(chance.integers(6, 31, study.scores.shape) / 6 for _ in range(20))]
    seen = {repr(shown_of(derive(replace(study, scores=world), chance, groups.FEW_DRAWS))) for world in worlds}
    assert len(seen) == 1
