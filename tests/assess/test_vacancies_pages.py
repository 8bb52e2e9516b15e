"""The organisation's pages of selection, through HTTP: who may open which, and what they say."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from assess.models import Application, Decision, HiringManager, Objection
from assess.queries.needs import Needs
from assess.queries.requests import TERM
from assess.services import erasure, objecting, preparing, remarks
from assess.services.applications import ONCE_A
from kernel import audit, clock, jobs
from kernel.audit import AuditRow
from kernel.database import read_session, unit_of_work
from people.models import Person
from people.permissions import Role
from people.trail import Why
from tests import factories
from tests.assess import making, reporting, selecting
from tests.assess.selecting import REASONS, Browser, Desk
from tests.conftest import BASE_URL
from tests.hr.house import token_of
from tests.hr.lists import csv
from tests.pages import Page, Pages


@pytest.fixture
def desk(app: Flask) -> Iterator[Desk]:
    with app.app_context():
        yield selecting.desk()


@pytest.fixture
def hr(app: Flask, desk: Desk) -> Pages:
    return browser(app, desk.hr)


@pytest.fixture
def manager(app: Flask, desk: Desk) -> Pages:
    return browser(app, desk.manager)


def browser(app: Flask, person: Person) -> Pages:
    """Signed in as `person`."""
    return Browser(app, BASE_URL).sign_in(person)


def place(desk: Desk, application: int | None = None, rest: str = "") -> str:
    return f"/vacancies/{desk.vacancy.id}" + (f"/applications/{application}{rest}" if application else rest)


def mine(desk: Desk, application: int, rest: str = "") -> str:
    return f"/my-vacancies/{desk.vacancy.id}/applications/{application}{rest}"


def send_list(pages: Pages, desk: Desk, data: bytes, status: int = 200) -> Page:
    form = pages.get(place(desk, rest="/invitations/list")).form("/invitations/list")
    fields = {"file": (io.BytesIO(data), "lijst.csv"), "csrf_token": form.values()["csrf_token"][0]}
    return pages.post(form.action, fields, status=status, content_type="multipart/form-data")


# who may come


def test_every_page_asks_who_is_there_and_hides_what_is_not_theirs(app: Flask, desk: Desk, manager: Pages) -> None:
    applied = selecting.released(desk, "Roos Rapport")
    selecting.decide(desk, applied.id)
    rests = ("", "/report", "/interview-guide", "/decision", "/letter")
    own = [f"/my-vacancies/{desk.vacancy.id}", *(mine(desk, applied.id, rest) for rest in rests)]
    office = [
        "/vacancies", "/vacancies/new", "/requests", place(desk),
        *(place(desk, rest=f"/{each}") for each in ("edit", "closing")),
        *(place(desk, rest=f"/invitations/{each}") for each in ("new", "list", "example")),
        *(place(desk, applied.id, rest) for rest in (*rests, "/invitation", "/withdrawal")),
    ]  # fmt: skip
    nobody, other = Browser(app, BASE_URL), factories.person(name="Ander")
    stranger = browser(app, other)
    for path in own + office:
        assert "/sign-in" in nobody.get(path, status=303, follow=False).response.location
        stranger.get(path, status=404)
    for path in office:
        manager.get(path, status=404)
    for path in own:
        manager.get(path)
    elsewhere = making.vacancy(making.profile("Planner"))
    making.add(HiringManager(vacancy_id=elsewhere.id, person_id=other.id))
    for path in own:
        stranger.get(path, status=404)
    stranger.get(f"/my-vacancies/{elsewhere.id}/applications/{applied.id}/report", status=404)


def test_who_recruits_not_has_no_vacancies_in_the_menu(app: Flask, desk: Desk, hr: Pages, manager: Pages) -> None:
    assert "/vacancies" in hr.get("/account").links().values()
    assert "/vacancies" not in manager.get("/account").links().values()
    administrator = browser(app, factories.person(Role.ADMINISTRATOR))
    administrator.get("/vacancies", status=404)


def test_what_is_not_there_is_not_found(hr: Pages, desk: Desk) -> None:
    missing = (
        "/vacancies/999",
        place(desk, 999),
        place(desk, 999, "/report"),
        "/requests/objection/9",
        "/requests/x/1",
    )
    for path in missing:
        hr.get(path, status=404)


def test_the_contact_person_hears_requests_and_reads_no_report(app: Flask, desk: Desk) -> None:
    applied = selecting.released(desk, "Roos Rapport")
    reporting.do(applied, remarks.make_remark, "talk", "Graag een gesprek.")
    contact = browser(app, desk.contact)
    page = contact.get(mine(desk, applied.id))
    assert "Verzoek om een gesprek" in page.text
    assert "Lees het rapport" not in page.text
    for rest in ("/report", "/interview-guide", "/decision", "/letter"):
        contact.get(mine(desk, applied.id, rest), status=404)


# vacancies


def test_without_a_profile_the_first_page_says_what_comes_first(app: Flask) -> None:
    with app.app_context():
        pages = browser(app, factories.person(Role.HR))
    assert "Eerst een functieprofiel" in pages.get("/vacancies").text
    assert "Eerst een functieprofiel" in pages.get("/vacancies/new").text


def test_hr_opens_a_vacancy_and_the_form_shows_what_the_profile_forbids(hr: Pages, desk: Desk) -> None:
    making.profile("Nog niet goedgekeurd")
    form_page = hr.get("/vacancies/new")
    assert "indicatief. Een aanwijzing" in form_page.text
    assert "Nog niet goedgekeurd" not in form_page.text
    form = form_page.form("/vacancies")
    assert form.values()["contact"] == [desk.hr.email]
    assert "profile" not in form.values()
    wrong = hr.submit(form, status=422, title="", contact="niemand@x.nl", promised_days="90")
    for told in ("Vul de naam van de vacature in.", "Kies een profiel.", "van 1 tot en met 60"):
        assert told in wrong.text
    filled = {"title": "Planner", "profile": str(desk.vacancy.profile_id), "reach": "088", "managers": "D99999"}
    wrong = hr.submit(form, status=422, **filled)
    assert "We vinden niemand die hier werkt met D99999" in wrong.text
    made = hr.submit(form, **{**filled, "managers": f"{desk.manager.email}\n{desk.contact.staff_number}"})
    assert made.heading == "Planner"
    assert "Cor Contact, Mo Manager" in made.text
    assert "Hier komen je kandidaten" in made.text
    assert hr.submit(form, status=422, **{**filled, "managers": ""}).text.count("Er staat al een open vacature") == 1


def test_what_one_looks_at_stands_in_the_address(hr: Pages, desk: Desk) -> None:
    assert "1 vacature" in hr.get("/vacancies?q=contact").text
    assert "Niets gevonden" in hr.get("/vacancies?q=planner").text
    assert "1 vacature" not in hr.get("/vacancies?state=closed").text
    for name in ("Anna", "Bert", "Coen"):
        selecting.applicant(desk, name)
    names = [link for link in hr.get(place(desk) + "?sort=-name").links() if link in {"Anna", "Bert", "Coen"}]
    assert names == ["Coen", "Bert", "Anna"]
    assert "Niemand gevonden" in hr.get(place(desk) + "?state=released").text
    assert "1 kandidaat" in hr.get(place(desk) + "?q=bert&state=started").text


def test_hr_changes_who_helps_and_who_decides(hr: Pages, manager: Pages, desk: Desk) -> None:
    manager.get(f"/my-vacancies/{desk.vacancy.id}")
    form = hr.get(place(desk, rest="/edit")).form("/edit")
    assert form.values()["managers"] == [desk.manager.email]
    assert "Alleen HR" in hr.submit(form, managers="", reach="020 1").text
    manager.get(f"/my-vacancies/{desk.vacancy.id}", status=404)


def test_closing_names_what_goes_when_and_how_many_wait(hr: Pages, desk: Desk) -> None:
    selecting.applicant(desk, "Anna")
    page = hr.get(place(desk, rest="/closing"))
    assert "1 dossier wissen we op" in page.text
    assert "Over 1 kandidaat is nog niet beslist" in page.text
    closed = hr.submit(page.form("/closing"))
    assert "Gesloten op" in closed.text
    assert "Nodig iemand uit" not in closed.text
    hr.get(place(desk, rest="/invitations/new"), status=409)
    assert hr.get(place(desk, rest="/closing")).heading == closed.heading


# invitations


def test_hr_invites_one_person(hr: Pages, desk: Desk) -> None:
    form = hr.get(place(desk, rest="/invitations/new")).form("/invitations")
    wrong = hr.submit(form, status=422, name="Kim", email="geen adres")
    assert "Vul een heel e-mailadres in" in wrong.text
    listed = hr.submit(form, name=" Kim Kandidaat ", email="KIM@kandidaat.example")
    assert "De uitnodiging voor Kim Kandidaat is onderweg." in listed.text
    assert "al uitgenodigd" in hr.submit(form, status=422, name="Kim", email="kim@kandidaat.example").text


def test_a_list_is_previewed_confirmed_and_never_sent_twice(hr: Pages, desk: Desk) -> None:
    factories.person(name="Ilse Intern", email="ilse@delinde.example")
    rows = [("Ilse I.", "ilse@delinde.example", ""), ("Piet Nieuw", "piet@kandidaat.example", "en")]
    preview = send_list(hr, desk, csv(*rows, heading=("Naam", "E-mail", "Taal")))
    assert preview.heading == "2 mensen krijgen een mail"
    assert "bij ons bekend als Ilse Intern" in preview.text
    assert "werkt hier al" in preview.text
    assert read_session().scalars(select(Application)).all() == []
    form = preview.form("/invitations/batch")
    assert "2 uitnodigingen zijn onderweg." in hr.submit(form).text
    assert "was al uitgenodigd" in hr.submit(form).text
    assert len(read_session().scalars(select(Application)).all()) == 2
    assert "Kies het bestand opnieuw" in hr.submit(form, kept="onzin").text


def test_a_list_with_a_fault_is_refused_whole_with_line_and_remedy(hr: Pages, desk: Desk) -> None:
    rows = [("Goed", "goed@kandidaat.example", ""), ("Fout", "geen adres", ""), ("Goed", "goed@kandidaat.example", "")]
    page = send_list(hr, desk, csv(*rows, heading=("Naam", "E-mail", "Taal")), 422)
    for told in ("Er is niemand uitgenodigd", "In 2 cellen klopt iets niet", "Dit is geen e-mailadres.", "op regel 2"):
        assert told in page.text
    large = csv(*((f"N{n}", f"n{n}@kandidaat.example", "") for n in range(501)), heading=("Naam", "E-mail", "Taal"))
    assert "hoogstens 500 regels" in send_list(hr, desk, large, 422).text
    assert read_session().scalars(select(Application)).all() == []


def test_a_reminder_names_how_many_before_it_goes(hr: Pages, desk: Desk) -> None:
    earlier = clock.now() - ONCE_A * 2
    applied = [selecting.applicant(desk, name, invited_at=earlier) for name in ("Anna", "Bert")]
    listed = hr.get(place(desk))
    token = token_of(listed)
    check = hr.post(place(desk, rest="/reminders/check"), {"csrf_token": token, "application": [applied[0].id]})
    assert check.heading == "Herinner 1 kandidaat"
    assert "1 herinnering is onderweg." in hr.submit(check.form("/reminders")).text
    check = hr.post(place(desk, rest="/reminders/check"), {"csrf_token": token, "all": "1"})
    assert check.heading == "Herinner 1 kandidaat"
    assert "Bert" in check.text
    nobody = hr.post(place(desk, rest="/reminders/check"), {"csrf_token": token})
    assert "Je koos nog niemand." in nobody.text


def test_an_erased_file_is_neither_ticked_nor_reminded(hr: Pages, desk: Desk) -> None:
    earlier = clock.now() - ONCE_A * 2
    gone, stays = (selecting.applicant(desk, name, invited_at=earlier) for name in ("Anna", "Bert"))
    with unit_of_work() as session:
        erasure.erase_application(session, session.get_one(Application, gone.id), None)
    listed = hr.get(place(desk))
    assert "Gewist dossier" in listed.text
    assert "2 kandidaten" in listed.text
    (row,) = (each for each in hr.get("/vacancies").root.iter("tr") if desk.vacancy.title in "".join(each.itertext()))
    assert ["".join(cell.itertext()).strip() for cell in row][2] == "2"  # as many as its own page says
    assert [box.get("value") for box in listed.root.iter("input") if box.get("name") == "application"] == [
        str(stays.id)
    ]
    sent = {"csrf_token": token_of(listed), "application": [gone.id]}
    assert hr.post(place(desk, rest="/reminders/check"), sent).heading == "Niemand om te herinneren"
    assert "niemand meer om te herinneren" in hr.post(place(desk, rest="/reminders"), sent).text


def test_a_bounced_invitation_shows_and_can_be_mended(hr: Pages, desk: Desk) -> None:
    number = selecting.invite(desk, email="kim@fout.invalid")
    jobs.run_all()
    assert "mail kwam terug" in hr.get(place(desk)).text
    assert "De mail kwam terug" in hr.get(place(desk, number)).text
    form = hr.get(place(desk, number, "/invitation")).form("/invitation")
    assert "is onderweg" in hr.submit(form, email="kim@goed.example").text


def test_an_invitation_is_withdrawn_after_a_question(hr: Pages, desk: Desk) -> None:
    number = selecting.invite(desk)
    page = hr.submit(hr.get(place(desk, number, "/withdrawal")).form("/withdrawal"))
    assert "De uitnodiging is ingetrokken." in page.text
    assert "Leg een besluit vast" not in page.text
    begun = selecting.applicant(desk, "Bas Bezig")
    form = hr.get(place(desk, begun.id, "/withdrawal")).form("/withdrawal")
    making.begin(begun)
    assert "al begonnen" in hr.submit(form).text


# reports and decisions


def test_each_look_at_a_released_report_is_written_down(hr: Pages, manager: Pages, desk: Desk) -> None:
    applied = selecting.released(desk, "Roos Rapport")
    reporting.do(applied, remarks.make_remark, "comment", "Ik werkte eerder bij de gemeente.")
    page = hr.get(place(desk, applied.id, "/report"))
    assert "Wat er is gemeten" in page.text
    assert "Ik werkte eerder bij de gemeente." in page.text
    assert "Twee signalen" not in page.text
    manager.get(mine(desk, applied.id, "/interview-guide"))
    looks = read_session().execute(
        select(AuditRow.action, AuditRow.actor_id, AuditRow.reason, AuditRow.object)
        .where(AuditRow.subject_id == applied.person_id, AuditRow.action.in_(("report.looked", "guide.looked")))
        .order_by(AuditRow.id)
    )
    about = f"application:{applied.id}"
    assert looks.all() == [
        ("report.looked", desk.hr.id, Why.SELECTION, about),
        ("guide.looked", desk.manager.id, Why.SELECTION, about),
    ]


def test_a_guide_says_what_the_profile_is_and_prints_questions_with_anchors(manager: Pages, desk: Desk) -> None:
    applied = selecting.released(desk, "Gerda Gids")
    page = manager.get(mine(desk, applied.id, "/interview-guide"))
    for told in ("Het profiel is: indicatief", "Vraag door:", "Wat je kunt horen:", "Vraag naar wat iemand deed"):
        assert told in page.text


def test_two_signs_that_agree_ask_for_a_talk_and_nothing_else(hr: Pages, desk: Desk) -> None:
    same = dict.fromkeys((each.item_id for each in making.instrument().statements), 3)
    rest = {each: given for each, given in making.sensible(making.instrument()).items() if each not in same}
    applied = selecting.released(desk, "Sam Snel", {**same, **rest})
    assert "Twee signalen vragen om een gesprek" in hr.get(place(desk, applied.id, "/report")).text
    for path in (place(desk), place(desk, applied.id)):
        assert "signalen" not in hr.get(path).text


def test_a_decision_is_chosen_by_nobody_beforehand_and_gives_its_reasons(hr: Pages, manager: Pages, desk: Desk) -> None:
    number = selecting.invite(desk)
    form = hr.get(place(desk, number, "/decision")).form("/decision")
    assert "outcome" not in form.values()
    before = hr.get(place(desk, number, "/decision")).text
    assert before.index("We nemen je niet aan") < before.index("verandert daarna niet meer")
    assert before.index("verandert daarna niet meer") < before.index("Leg dit besluit vast en verstuur de brief")
    wrong = hr.submit(form, status=422, reasons="Te kort.")
    assert "Kies wat je besloten hebt." in wrong.text
    assert "minstens 20 tekens" in wrong.text
    assert "Te kort." in wrong.text
    made = hr.submit(form, outcome="hired", reasons=REASONS)
    for told in ("Aangenomen", "Hanna HR", REASONS, "tenzij deze persoon dat zelf goedvindt"):
        assert told in made.text
    form = manager.get(f"/my-vacancies/{desk.vacancy.id}").root
    late = manager.post(
        mine(desk, number, "/decision"),
        {"csrf_token": form.find(".//body").get("data-csrf"), "outcome": "not_hired", "reasons": REASONS},
        status=409,
    )
    assert "al beslist" in late.text
    assert read_session().get_one(Decision, number).outcome == "hired"
    letter = manager.get(mine(desk, number, "/letter"))
    assert "We willen je graag aannemen." in letter.text
    assert "bezwaar" in letter.text


def test_the_candidate_prints_the_same_letter_and_nobody_elses(app: Flask, desk: Desk) -> None:
    applied, other = selecting.applicant(desk, "Lena Letter"), selecting.applicant(desk, "Otto Ander")
    own = browser(app, reporting.person_of(applied))
    own.get(f"/applications/{applied.id}/decision/letter", status=404)
    selecting.decide(desk, applied.id)
    selecting.decide(desk, other.id)
    assert REASONS in own.get(f"/applications/{applied.id}/decision/letter").text
    own.get(f"/applications/{other.id}/decision/letter", status=404)


def test_hr_never_decides_or_reads_about_themselves(app: Flask, desk: Desk) -> None:
    colleague = factories.person(Role.HR, name="Ilse Intern", email="ilse@delinde.example")
    number = selecting.invite(desk, "Ilse Intern", "ilse@delinde.example")
    pages = browser(app, colleague)
    pages.get(place(desk), status=404)
    for rest in ("", "/report", "/interview-guide", "/decision", "/invitation", "/withdrawal"):
        pages.get(place(desk, number, rest), status=404)


# requests


def test_hr_answers_an_objection_within_its_term(hr: Pages, desk: Desk) -> None:
    applied = selecting.applicant(desk, "Otto Oneens")
    assert "Niets open" in hr.get("/requests").text
    selecting.decide(desk, applied.id)
    made: Objection = reporting.do(applied, objecting.make_objection, "Ik kreeg de verkeerde vragen.")
    listed = hr.get("/requests")
    assert "Cor Contact" in listed.text
    assert "verkeerde vragen" not in listed.text
    assert "Niets gevonden" in hr.get("/requests?whose=mine").text
    page = hr.get(f"/objections/{made.id}")
    assert any(words.startswith("Naar het dossier van") for words in page.links())
    assert "Ik kreeg de verkeerde vragen." in page.text
    unknown = hr.submit(page.form("/handler"), status=422, handler="niemand")
    assert "We vinden niemand die hier werkt met niemand" in unknown.text
    assert "Hanna HR behandelt dit nu." in hr.submit(page.form("/handler"), handler=str(desk.hr.email)).text
    assert "minstens 20 tekens" in hr.submit(page.form("/answer"), status=422, answer="Nee.").text
    done = hr.submit(page.form("/answer"), answer="We hebben je dossier opnieuw bekeken.")
    assert "Je antwoord is verstuurd." in done.text
    assert "We hebben je dossier opnieuw bekeken." in hr.get(f"/objections/{made.id}").text
    assert "Beantwoord op" in hr.get("/requests?state=answered").text


def test_a_term_that_passed_is_marked(hr: Pages, desk: Desk) -> None:
    applied = selecting.applicant(desk, "Otto Oneens")
    selecting.decide(desk, applied.id)
    made = reporting.do(applied, objecting.make_objection, "Ik kreeg de verkeerde vragen.")
    assert "Te laat" not in hr.get("/requests").text
    with unit_of_work() as session:
        session.get_one(Objection, made.id).due_on -= TERM * 2
        audit.record(session, "test", actor=None)
    assert "Te laat" in hr.get("/requests").text
    assert "Te laat" in hr.get(place(desk, applied.id)).text


def test_a_candidate_has_none_of_these_pages(app: Flask, desk: Desk) -> None:
    candidate = browser(app, reporting.person_of(selecting.applicant(desk, "Anna")))
    for path in (place(desk), f"/my-vacancies/{desk.vacancy.id}", "/vacancies", "/requests"):
        candidate.get(path, status=404)


@pytest.mark.parametrize(("name", "status"), [("Kim\r\nBcc: een@ander.example", 303), ("Kim\x85Jansen", 400)])
def test_a_name_on_two_lines_adds_no_heading_to_a_mail(hr: Pages, desk: Desk, name: str, status: int) -> None:
    page = hr.get(place(desk, rest="/invitations/new"))
    sent = {"csrf_token": token_of(page), "name": name, "email": "kim@kandidaat.example", "language": "nl"}
    response = hr.client.post(place(desk, rest="/invitations"), data=sent, base_url=hr.base_url)
    assert response.status_code == status
    with hr.client.application.app_context():
        assert [to for to, _subject, _text in selecting.letters() if "Bcc" in to and "\n" in to] == []


def test_who_decides_does_not_see_that_somebody_needs_something(
    app: Flask, desk: Desk, hr: Pages, manager: Pages
) -> None:
    applied = selecting.applicant(desk, "Noor Nodig")
    reporting.do(applied, preparing.tell_needs, Needs(extra_time=True))
    listed = f"/my-vacancies/{desk.vacancy.id}"
    for pages, path in ((hr, place(desk)), (browser(app, desk.contact), listed)):
        assert "heeft iets nodig" in pages.get(path).text
    page = manager.get(listed).text
    assert "Noor Nodig" in page
    assert "heeft iets nodig" not in page
