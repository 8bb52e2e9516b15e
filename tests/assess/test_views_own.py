"""A candidate's own pages, without scripts: from the notice to the choice, and away again."""

import pytest
from flask import Flask

from assess.models import Application, Sitting, SittingAnswer
from assess.queries.needs import needs_of
from assess.services import releasing
from kernel import audit
from kernel.database import read_session
from people.permissions import Role
from tests import factories
from tests.assess import making, reporting
from tests.conftest import BASE_URL
from tests.pages import Page, Pages

BELOW = ("", "/notice", "/needs", "/preview", "/practice", "/report", "/report/talk", "/erasure")
WITH_REPORT = ("/report.pdf", "/release", "/block")
NUMBER = 999_999


@pytest.fixture
def applied(app: Flask) -> Application:
    """A candidate who just came in: nothing read yet."""
    with app.app_context():
        place = making.vacancy(reporting.approved())
        fresh = dict.fromkeys(("notice_read_at", "needs_told_at", "preview_read_at", "practised_at"))
        return making.application(place, making.candidate(name="Noor Bakker"), **fresh)


@pytest.fixture
def ready(app: Flask) -> Application:
    """A candidate whose report is ready."""
    with app.app_context():
        return reporting.reported()


def come_in(app: Flask, pages: Pages, application: Application) -> str:
    """Sign the candidate in; return the address of the application."""
    with app.app_context():
        pages.sign_in(reporting.person_of(application))
    return f"/applications/{application.id}"


def button(page: Page, words: str) -> bool:
    return any(words in "".join(each.itertext()) for each in page.root.iter("button"))


@pytest.mark.parametrize("path", [*BELOW, *WITH_REPORT, "/decision", "/objection", "/carried"])
def test_a_stranger_is_asked_to_sign_in_and_another_finds_nothing(
    app: Flask, pages: Pages, ready: Application, path: str
) -> None:
    address = f"/applications/{ready.id}{path}"
    assert pages.get(address).path.startswith("/sign-in")
    with app.app_context():
        pages.sign_in(making.candidate())
    pages.get(address, status=404)
    come_in(app, pages, ready)
    pages.get(f"/applications/{NUMBER}{path}", status=404)


def test_hr_has_no_way_in_by_the_candidates_address(app: Flask, pages: Pages, ready: Application) -> None:
    with app.app_context():
        pages.sign_in(factories.person(Role.HR))
    for path in (*BELOW, *WITH_REPORT):
        pages.get(f"/applications/{ready.id}{path}", status=404)


def test_one_thing_at_a_time_from_the_notice_to_the_start(app: Flask, pages: Pages, applied: Application) -> None:
    home = come_in(app, pages, applied)
    page = pages.get(home)
    assert "Aan de beurt" in page.text
    page = pages.get(page.links()["Begin met lezen"])
    assert "010 555 01 20" in page.text
    for words in (
        "minuten, zonder tijdslimiet",
        "Autoriteit Persoonsgegevens",
        "28 dagen",
        "Een computer wijst niemand af",
    ):
        assert words in page.text, words
    page = pages.submit(page.form())
    assert page.heading == "Wat heb je nodig?"
    page = pages.submit(page.form(), large_print="y", other="een rustige kamer")
    assert page.heading == "Werken in ons contactcentrum: een eerlijk beeld"
    assert "large-print" in page.root.find(".//main").get("class")
    page = pages.submit(page.form())
    assert "Oefenen: 1 van 3" in page.text
    page = pages.submit(page.form("practice"), chosen="4")
    assert "het telt nergens voor mee" in page.text
    for part in (2, 3):
        page = pages.get(f"{home}/practice?part={part}")
    rated = {f"chosen-{key}": f"{key}3" for key in "ABCDE"}
    page = pages.submit(page.form("practice"), **rated)
    page = pages.submit([each for each in page.forms() if "post" in (each.element.get("method") or "")][-1])
    assert page.heading.startswith("Je sollicitatie")
    page = pages.submit(page.form("/sitting"))
    assert "Vraag 1 van" in page.text
    with app.app_context():
        needs = needs_of(reporting.again(applied))
        assert (needs.large_print, needs.other) == (True, "een rustige kamer")


def test_who_needs_nothing_goes_on_and_can_say_so_later(app: Flask, pages: Pages, applied: Application) -> None:
    home = come_in(app, pages, applied)
    pages.submit(pages.get(f"{home}/needs").form())
    with app.app_context():
        assert not needs_of(reporting.again(applied))
    pages.submit(pages.get(f"{home}/needs").form(), extra_time="y")
    with app.app_context():
        assert needs_of(reporting.again(applied)).extra_time
    assert pages.get(f"{home}/needs").form().values()["extra_time"] == ["y"]


def test_the_assessment_does_not_start_before_the_notice(app: Flask, pages: Pages, applied: Application) -> None:
    home = come_in(app, pages, applied)
    page = pages.get(f"{home}/notice")
    token = page.form().values()["csrf_token"][0]
    pages.post(f"{home}/sitting", {"csrf_token": token}, status=409)


def test_practice_keeps_nothing(app: Flask, pages: Pages, applied: Application) -> None:
    home = come_in(app, pages, applied)
    pages.get(f"{home}/practice?part=1&chosen=5")
    pages.get(f"{home}/practice?part=3&chosen-A=A9")
    with app.app_context():
        assert read_session().query(Sitting).count() == read_session().query(SittingAnswer).count() == 0


def test_the_report_is_read_first_and_then_released(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    page = pages.get(f"{home}/report")
    for words in ("Alleen jij ziet dit", "momentopname", "geen psychologische test", "indicatief", "Nog niemand"):
        assert words in page.text, words
    page = pages.get(page.links()["Vrijgeven"])
    assert "Vrijgeven kun je niet terugdraaien" in page.text
    page = pages.submit(page.form())
    assert "Je gaf het vrij" in page.text
    certificate = pages.get(page.links()["Bekijk je certificaat"])
    assert "Waarop het rust" in certificate.text
    assert "Rapport van het assessment" in certificate.text
    pages.get(f"{home}/block", status=409)


def test_a_block_says_what_follows_and_leaves_the_door_open(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    page = pages.get(pages.get(f"{home}/report").links()["Niet vrijgeven"])
    assert "Je hoeft niets uit te leggen" in page.text
    page = pages.submit(page.form())
    assert "Je houdt het bij je" in page.text
    assert "Toch vrijgeven" in page.links()


def test_both_choices_look_the_same(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    links = [
        each for each in pages.get(f"{home}/report").root.iter("a") if each.text in {"Vrijgeven", "Niet vrijgeven"}
    ]
    assert [each.get("class") for each in links] == ["button button--secondary"] * 2


def test_what_is_asked_is_said_back_and_nothing_is_refused_with_words(
    app: Flask, pages: Pages, ready: Application
) -> None:
    home = come_in(app, pages, ready)
    page = pages.submit(pages.get(f"{home}/report/correction").form(), status=422)
    assert "Schrijf op wat er niet klopt." in page.text
    page = pages.submit(page.form(), text="Mijn naam is anders.")
    assert "Mijn naam is anders." in page.text
    pages.get(f"{home}/report/gossip", status=404)


def test_the_report_downloads_as_a_pdf(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    response = pages.get(f"{home}/report.pdf").response
    assert response.data.startswith(b"%PDF")
    assert "attachment" in response.headers["Content-Disposition"]


def test_who_looked_is_on_the_page_in_words(app: Flask, pages: Pages, ready: Application) -> None:
    with app.app_context():
        reporting.do(ready, releasing.release)
        reader = factories.person(name="Hanna de Vries")
        audit.note("report.looked", actor=reader.id, subject=ready.person_id, object=f"application:{ready.id}")
    page = pages.get(f"{come_in(app, pages, ready)}/report")
    assert "Hanna de Vries: Las je vrijgegeven rapport" in page.text


def test_a_decision_is_a_letter_and_an_objection_has_a_day(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    pages.get(f"{home}/decision", status=409)
    with app.app_context():
        reporting.decided(ready)
    page = pages.get(pages.get(home).links()["Lees het besluit"])
    assert "Iemand anders had meer ervaring." in page.text
    page = pages.get(page.links()["Maak bezwaar"])
    page = pages.submit(pages.submit(page.form(), status=422).form(), text="Ik heb die ervaring wel.")
    assert "Ik heb die ervaring wel." in page.text
    assert "uiterlijk op" in page.text
    assert pages.get(f"{home}/objection").heading == "Het besluit over je sollicitatie"


def test_a_year_longer_is_asked_after_a_no_and_can_be_taken_back(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    with app.app_context():
        reporting.decided(ready)
    page = pages.submit(pages.get(home).form("/keeping"))
    assert "Bewaar het niet langer" in page.text
    page = pages.submit(page.form("/keeping"))
    assert "Ja, bewaar het een jaar" in page.text


def test_who_was_hired_may_let_the_report_go_along(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    with app.app_context():
        reporting.decided(ready, "hired")
    page = pages.submit(pages.get(home).form("/carried"))
    assert page.heading == "Je rapport in je personeelsdossier"


def test_stopping_says_what_goes_and_then_all_is_gone(app: Flask, pages: Pages, ready: Application) -> None:
    home = come_in(app, pages, ready)
    page = pages.get(pages.get(home).links()["Stop en wis mijn dossier"])
    assert "Je antwoorden, je scores en je rapport." in page.text
    page = pages.submit(page.form())
    assert page.heading == "Je dossier is gewist"
    assert pages.get(home).path.startswith("/sign-in")


def test_a_closed_vacancy_asks_nothing_any_more(app: Flask, pages: Pages, applied: Application) -> None:
    with app.app_context():
        reporting.close(applied)
    page = pages.get(come_in(app, pages, applied))
    assert "Je hoeft niets meer in te vullen" in page.text
    assert not button(page, "Start")


def test_what_an_assessment_certificate_says_is_public(pages: Pages) -> None:
    assert "geen score" in pages.get("/achievements/assessment-contactcentrum").text


def test_what_the_preview_of_the_job_names_can_be_done_there(app: Flask, pages: Pages, applied: Application) -> None:
    home = come_in(app, pages, applied)
    page = pages.get(f"{home}/preview")
    assert "Oefen dan eerst eens met de vragen" in page.text
    assert "oefengesprek" not in page.text
    assert "niet te solliciteren" not in page.text
    assert pages.get(page.links()["Oefen met de vragen"]).path == f"{home}/practice"
    assert pages.get(page.links()["Stop en wis mijn dossier"]).path == f"{home}/erasure"


def test_practice_begun_from_the_preview_leads_back_to_the_list_of_steps(
    app: Flask, pages: Pages, applied: Application
) -> None:
    home = come_in(app, pages, applied)
    pages.submit(pages.get(f"{home}/notice").form())
    page = pages.submit(pages.get(f"{home}/needs").form())
    practice = pages.get(page.links()["Oefen met de vragen"])
    done = [each for each in practice.forms() if "post" in (each.element.get("method") or "")][-1]
    assert pages.submit(done).path == home


def test_the_door_says_which_job_it_is_for_and_only_to_whom_the_application_is(
    app: Flask, applied: Application
) -> None:
    with app.app_context():
        person, title = reporting.person_of(applied), reporting.again(applied).vacancy.title
        own = [factories.doorway(person, path=f"/applications/{applied.id}{rest}") for rest in ("", "/report")]
        others = factories.doorway(making.candidate(), path=f"/applications/{applied.id}")
        elsewhere = [
            factories.doorway(person, path=path) for path in ("/account", "/applications/x", f"/applications/{NUMBER}")
        ]
    for secret in own:
        assert f"nodigt je uit voor: {title}." in Pages(app, BASE_URL).get(f"/welcome/{secret}").text
    for secret in (others, *elsewhere):
        assert title not in Pages(app, BASE_URL).get(f"/welcome/{secret}").text
