"""What pages and papers say of rated work that counts in a profile: to the candidate first, and never a list."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from flask import Flask

from assess.models import Application, HiringManager, Incumbent, JobProfile
from assess.rated_words import TOGETHER
from assess.rated_work import Kind
from assess.services import releasing
from kernel.database import read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making, rating, reporting, selecting
from tests.assess.selecting import Browser, Desk
from tests.conftest import BASE_URL
from tests.pages import Page

WITH_RATED = "Alles samen, met beoordeeld werk"
BESIDE = "staat naast het profiel en telt er niet in mee"


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


def desk(profile: JobProfile) -> Desk:
    deriving.approve(profile)
    hr, manager = factories.person(Role.HR, name="Hanna HR"), factories.person(name="Mo Manager")
    vacancy = making.vacancy(profile)
    making.add(HiringManager(vacancy_id=vacancy.id, person_id=manager.id))
    return Desk(hr, manager, factories.person(), vacancy)


def where_a_call_counts(people: int = 34, top: int = 5) -> Desk:
    profile = deriving.profile(people, top, has_answers=False)
    rating.everybody(profile)
    deriving.derive(profile)
    return desk(profile)


def browser_of(house: Flask, person_id: int) -> Browser:
    return Browser(house, BASE_URL).sign_in(read_session().get_one(Person, person_id))


def seen(house: Flask, person_id: int, *paths: str) -> str:
    browser = browser_of(house, person_id)
    return " ".join(browser.get(path).text for path in paths)


def ways(made: Desk, applied: Application) -> tuple[tuple[int, str], tuple[int, str]]:
    tail = f"vacancies/{made.vacancy.id}/applications/{applied.id}/report"
    return (made.hr.id, f"/{tail}"), (made.manager.id, f"/my-{tail}")


def test_the_candidate_reads_the_total_first_and_the_organisation_after_the_release(house: Flask) -> None:
    made = where_a_call_counts()
    applied = selecting.with_report(made, "Kim Kandidaat")
    own = (f"/applications/{applied.id}/rated-work", f"/applications/{applied.id}/report")
    rating.both(applied, 4, 5)
    for path in own:
        text = seen(house, applied.person_id, path)
        assert WITH_RATED in text
        assert "in acht van de tien keer" in text
        assert BESIDE not in text
    for who, path in ways(made, applied):
        assert WITH_RATED not in seen(house, who, path)
    reporting.do(applied, releasing.release)
    for who, path in ways(made, applied):
        text = seen(house, who, path)
        assert WITH_RATED in text
        assert "Alles samen:" in text  # of what was tested, as the report said at the hand-in
    guide = ways(made, applied)[0][1].replace("/report", "/interview-guide")
    assert "Gespreksleidraad" in seen(house, made.hr.id, guide)


def test_a_total_is_words_on_one_persons_page_and_stands_in_no_list(house: Flask) -> None:
    made = where_a_call_counts()
    for name, score in (("Kim Kandidaat", 5), ("Lou Kandidaat", 1)):
        applied = selecting.with_report(made, name)
        rating.both(applied, score, score)
        reporting.do(applied, releasing.release)
    vacancy = made.vacancy.id
    lists = seen(house, made.hr.id, f"/vacancies/{vacancy}", "/vacancies")
    lists += seen(house, made.manager.id, f"/my-vacancies/{vacancy}")
    assert "Alles samen" not in lists
    assert not [words for words in TOGETHER.values() if re.search(r"\d", words)]


def test_who_was_not_rated_yet_reads_what_is_missing_and_other_work_stands_beside(house: Flask) -> None:
    made = where_a_call_counts()
    applied = selecting.with_report(made, "Kim Kandidaat")
    rating.both(applied, kind=Kind.INTERVIEW)
    text = seen(house, applied.person_id, f"/applications/{applied.id}/rated-work")
    assert "In dit profiel telt ook mee: Gespeeld gesprek" in text
    assert "Naast het profiel staat: Interview" in text
    assert WITH_RATED not in text


def test_where_one_colleague_was_not_rated_it_stands_beside_for_everybody(house: Flask) -> None:
    profile = deriving.profile(34, 5, has_answers=False)
    last = max(each.id for each in read_session().query(Incumbent))
    rating.everybody(profile, unrated=[last])
    deriving.derive(profile)
    made = desk(profile)
    applied = selecting.with_report(made, "Kim Kandidaat")
    rating.both(applied)
    text = seen(house, applied.person_id, f"/applications/{applied.id}/report")
    assert BESIDE in text
    assert WITH_RATED not in text
    assert "Beoordeeld werk staat naast dit profiel" in seen(house, made.hr.id, f"/profiles/{profile.id}/outcome")


def test_a_hypothesis_never_gives_a_total(house: Flask) -> None:
    made = where_a_call_counts(5, 2)
    applied = selecting.with_report(made, "Kim Kandidaat")
    rating.both(applied)
    text = seen(house, applied.person_id, f"/applications/{applied.id}/report")
    assert "Een totaal met beoordeeld werk geven we niet" in text
    assert "Alles samen" not in text


def test_a_report_that_is_kept_shows_no_total_to_others(house: Flask) -> None:
    made = where_a_call_counts()
    applied = selecting.with_report(made, "Kim Kandidaat")
    rating.both(applied)
    reporting.do(applied, releasing.block)
    for who, path in ways(made, applied):
        assert "Alles samen" not in seen(house, who, path)


def paper(browser: Browser, path: str) -> str:
    pdf: Page = browser.look(path)
    data = pdf.response.data
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def test_wherever_a_profile_is_shown_its_rated_work_has_a_name(house: Flask) -> None:
    made = where_a_call_counts()
    number, psychologist = made.vacancy.profile_id, factories.person(Role.PSYCHOLOGIST)
    hr = browser_of(house, made.hr.id)
    page = hr.get(f"/profiles/{number}/outcome").text
    assert "Ook beoordeeld werk telt in dit profiel mee: Gespeeld gesprek." in page
    assert page.count("Gespeeld gesprek") >= 3  # the sentence, the drawing, the table
    figures = browser_of(house, psychologist.id).get(f"/calculations/{number}").text
    for words in ("34 collega’s zijn ieder beoordeeld door 2 mensen", "ICC", "0,29", ".19 / .26 / .29"):
        assert words in figures
    technical = paper(hr, f"/profiles/{number}/technical-report.pdf")
    for words in ("34 collega’s zijn ieder beoordeeld door 2 mensen", "0,29", "ICC", "Gespeeld gesprek"):
        assert words in technical
    assert "Gespeeld gesprek" in paper(hr, f"/profiles/{number}/works-council.pdf")
    later = deriving.profile(6, 2, has_answers=False)
    deriving.derive(later)
    compared = hr.get(f"/profiles/{later.id}/comparison").text
    assert "Gespeeld gesprek" in compared
    assert "Niet in beide" in compared
    assert "Beoordeeld werk staat naast dit profiel" in compared
    assert "Simulated call" in hr.get(f"/profiles/{number}/outcome?lang=en").text
