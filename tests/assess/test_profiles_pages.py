"""HR's pages of a profile, and those of an expert and a rater: what they do, and what they never show."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from assess.instrument_library import shipped
from assess.models import Figure, Incumbent, Nomination, Relevance
from assess.queries.advisers import Group
from assess.services import incumbents
from assess.services.criteria import CriterionKind
from kernel import jobs
from kernel.audit import AuditRow
from kernel.database import Base, read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making
from tests.assess.profiling import CODES, Setting, begun
from tests.conftest import BASE_URL
from tests.hr.house import token_of
from tests.pages import Page, Pages


def start(app: Flask, people: int) -> Setting:
    with app.app_context():
        return begun(people)


def person(app: Flask, *roles: Role, **values: Any) -> Person:
    with app.app_context():
        return factories.person(*roles, **values)


def all_of(app: Flask, kind: type[Base]) -> list[Base]:
    with app.app_context():
        return list(read_session().scalars(select(kind)))


def work(app: Flask) -> None:
    """Let the worker do what waits."""
    with app.app_context():
        jobs.run_all()


def browser(app: Flask, who: Person) -> Pages:
    return Pages(app, BASE_URL).sign_in(who)


def hr(made: Setting) -> Pages:
    return browser(made.app, made.hr)


def send(pages: Pages, made: Setting, data: bytes, status: int = 200) -> Page:
    """Choose a file with figures and look at what comes back."""
    address = f"/profiles/{made.profile_id}/figures"
    token = pages.get(address).form("/check").values()["csrf_token"][0]
    fields: dict[str, Any] = {"file": (io.BytesIO(data), "cijfers.csv"), "csrf_token": token}
    return pages.post(f"{address}/check", fields, status=status, content_type="multipart/form-data")


def figures_of(made: Setting, *figures: str) -> bytes:
    lines = [f"{person.staff_number};{figure}" for person, figure in zip(made.people, figures, strict=False)]
    return "\r\n".join(["Personeelsnummer;Cijfer", *lines]).encode()


def test_hr_goes_from_an_empty_list_to_a_criterion_that_is_frozen(app: Flask) -> None:
    with app.app_context():
        making.publish()
        team = factories.team("Contactcentrum")
    expert = person(app, name="Eva Expert", function="Trainer")
    people = [person(app, name=f"Collega {n}", function="Medewerker", team_id=team.id) for n in range(4)]
    pages = browser(app, person(app, Role.HR))
    empty = pages.get("/positions")
    assert "Hier komen je functies" in empty.text
    page = pages.submit(pages.get(empty.links()["Voeg een functie toe"]).form(), title="  Medewerker contactcentrum ")
    page = pages.submit(pages.get(page.links()["Begin het profiel"]).form("/profiles"))
    assert page.heading == "Profiel van Medewerker contactcentrum, versie 1"
    profile = page.path

    choose = pages.get(f"{profile}/people/new?team={team.id}")
    assert "4 mensen" in choose.text
    nobody = pages.submit(choose.form("/people/check"))
    assert "Je koos nog niemand" in nobody.text
    check = pages.submit(choose.form("/people/check"), all="1")
    assert check.heading == "Voeg 4 mensen toe"
    chosen = pages.submit(check.form("/people"))
    assert "4 mensen toegevoegd" in chosen.text
    after = pages.submit(chosen.form(f"/people/{people[3].id}/removal"))
    assert "3 mensen gekozen" in after.text

    for _time in range(2):
        found = pages.get(f"{profile}/experts?q=eva")
        if "Gevonden" in found.text:
            pages.submit(found.form("/advisers/experts"), person=str(expert.id))
    ask = pages.get(f"{profile}/requests/experts")
    assert ask.heading == "Vraag 1 persoon"
    assert "Gevraagd" in pages.submit(ask.form("/requests")).text

    page = pages.submit(pages.get(f"{profile}/invitations").form("/invitations"))
    assert "3 mensen zijn uitgenodigd" in page.text
    freezing = pages.get(f"{profile}/freezing")
    assert "de lijst van 3 mensen die dit werk doen" in freezing.text
    assert not freezing.form("/freezing").values().get("kind")
    pages.submit(freezing.form("/freezing"), status=422)
    page = pages.submit(freezing.form("/freezing"), kind="none")
    assert "Ligt vast" in page.text
    assert "Minstens twee deskundigen zeggen wat belangrijk is" in page.text


def test_figures_are_shown_first_and_read_in_whole(app: Flask) -> None:
    made = start(app, 4)
    pages = hr(made)
    bad = send(pages, made, figures_of(made, "7,5", "zeven", "", "8"), 422)
    assert "In 2 regels klopt iets niet" in bad.text
    assert "“zeven” is geen getal dat we kunnen lezen." in bad.text
    preview = send(pages, made, figures_of(made, "7,5", "6", "8,25"))
    assert preview.heading == "Lees 3 cijfers in"
    assert "Voor 1 persoon staat er geen cijfer" in preview.text
    assert "8,25" in preview.text
    assert all_of(app, Figure) == []
    page = pages.submit(preview.form("/figures"))
    assert "3 cijfers zijn ingelezen" in page.text
    stale = pages.submit(preview.form("/figures"), status=409, figures="weg")
    assert "Er is niets ingelezen" in stale.text


def test_a_list_of_100_000_lines_is_refused_kindly(app: Flask) -> None:
    made = start(app, 3)
    page = send(hr(made), made, b"Personeelsnummer;Cijfer\r\n" + b"D1;7\r\n" * 100_000, 422)
    assert "Verdeel je lijst in delen van hoogstens 20.000 regels" in page.text


def test_a_share_off_the_scale_keeps_what_was_filled_in(app: Flask) -> None:
    made = start(app, 3)
    made.read_figures([1, 2, 3])
    pages = hr(made)
    page = pages.submit(
        pages.get(f"/profiles/{made.profile_id}/freezing").form(), status=422, kind="figure", top_share="80"
    )
    assert "Vul een heel getal in van 1 tot en met 50." in page.text
    assert page.form("/freezing").values()["top_share"] == ["80"]


def test_before_freezing_hr_reads_whose_list_is_still_to_come(app: Flask) -> None:
    made, first, second = start(app, 3), person(app), person(app)
    address = f"/profiles/{made.profile_id}/freezing"
    assert "leverde" not in hr(made).get(address).text
    made.ask(Group.NOMINATORS, first, second)
    assert "2 beoordelaars leverden nog niet in" in hr(made).get(address).text
    made.name(first, made.people[0])
    assert "1 beoordelaar leverde nog niet in" in hr(made).get(address).text


def test_nothing_is_frozen_about_nobody(app: Flask) -> None:
    made = start(app, 0)
    pages = hr(made)
    page = pages.get(f"/profiles/{made.profile_id}/freezing")
    refused = pages.submit(page.form("/freezing"), status=409, kind="none")
    assert "Kies eerst minstens drie mensen" in refused.text


def test_thirty_people_and_the_works_council_are_named_before_anybody_is_invited(app: Flask) -> None:
    made = start(app, 3)
    for step in ("people", "criterion"):
        assert "minstens dertig mensen" in hr(made).get(f"/profiles/{made.profile_id}/{step}").text
    steps = hr(made).get(f"/profiles/{made.profile_id}").text
    assert steps.index("3. ") < steps.index("Voor de ondernemingsraad") < steps.index("4. Nodig hen uit")


def test_an_expert_keeps_every_answer_on_an_error_and_hands_in_once(app: Flask) -> None:
    made, expert, other = start(app, 3), person(app), person(app)
    made.ask(Group.EXPERTS, expert, other)
    made.rate(other, 4)
    pages = browser(app, expert)
    address = f"/profiles/{made.profile_id}/relevance"
    assert pages.get("/assessments").links()["Medewerker contactcentrum"] == address
    page = pages.get(address)
    assert "checked" not in page.response.text, "the other's answers are nowhere"
    codes = CODES
    first = pages.submit(page.form(), status=422, **{codes[0]: "4", codes[1]: "0"})
    assert {name: first.form().values().get(name) for name in codes[:3]} == {
        codes[0]: ["4"],
        codes[1]: ["0"],
        codes[2]: None,
    }
    done = pages.submit(first.form(), **dict.fromkeys(codes, "3"))
    assert "Dank je wel. Je antwoorden zijn ingeleverd." in done.text
    assert "Erg van belang" in done.text
    assert "Onmisbaar" not in done.text
    again = pages.submit(first.form(), status=409, **dict.fromkeys(codes, "1"))
    assert "Je hebt dit al ingeleverd" in again.text


def test_an_expert_reads_english(app: Flask) -> None:
    made, expert = start(app, 3), person(app, language="en")
    made.ask(Group.EXPERTS, expert)
    page = browser(app, expert).get(f"/profiles/{made.profile_id}/relevance")
    assert shipped().instruments[0].competencies[0].definition.en in page.text


def test_a_rater_chooses_from_the_others_and_cannot_read_it_back(app: Flask) -> None:
    made, outside = start(app, 6), person(app)
    inside = made.people[0]
    made.ask(Group.NOMINATORS, inside, outside)
    pages = browser(app, inside)
    address = f"/profiles/{made.profile_id}/nomination"
    page = pages.get(address)
    assert "Jezelf kun je niet kiezen" in page.text
    assert "hoogstens 2" in page.text
    assert str(made.numbers(inside)[0]) not in {i.get("value") for i in page.root.iter("input")}
    nobody = pages.submit(page.form(), status=422)
    assert "Kies minstens één collega." in nobody.text
    numbers = made.numbers(*made.people[1:])
    many = pages.submit(page.form(), status=422, chosen=[str(each) for each in numbers[:3]])
    assert "Kies hoogstens 2 collega’s" in many.text
    assert many.form().values()["chosen"] == [str(each) for each in numbers[:3]]
    strange = pages.submit(page.form(), status=422, chosen=["999999"])
    assert strange.heading == page.heading
    done = pages.submit(page.form(), chosen=[str(numbers[0])])
    assert "Niemand leest hem terug" in done.text
    assert made.people[1].name not in done.text


def test_the_scores_open_when_everything_is_there(app: Flask) -> None:
    made, experts = start(app, 3), [person(app), person(app)]
    made.ask(Group.EXPERTS, *experts)
    for expert in experts:
        made.rate(expert)
    made.freeze()
    made.do(incumbents.invite)
    for taker in made.people:
        made.take_part(taker)
    pages = hr(made)
    page = pages.get(f"/profiles/{made.profile_id}")
    assert "Deden mee 3 of meer" in page.text
    pages.submit(page.form("/derivation"))
    assert "De scores gaan open. Dat duurt even." in pages.get(page.path).text
    work(app)
    assert "Naar de uitkomst" in pages.get(page.path).links()


def pages_of(made: Setting) -> list[str]:
    """Every page of HR's about this profile."""
    each = ("", "/people", "/experts", "/nominators", "/criterion", "/figures", "/freezing", "/invitations")
    return [
        "/positions",
        f"/positions/{made.profile.position_id}",
        *(f"/profiles/{made.profile_id}{rest}" for rest in each),
        *(f"/profiles/{made.profile_id}/reminders/{group}" for group in ("experts", "nominators", "people")),
        "/mails",
    ]


@pytest.mark.parametrize("people", [3, 30])
def test_no_page_of_hrs_tells_that_somebody_withdrew(app: Flask, people: int) -> None:
    """Read, somebody withdraws, read again."""
    with app.app_context():
        profile, who = deriving.profile(people, has_answers=False), person(app, Role.HR)
        theirs = read_session().scalars(select(Incumbent).where(Incumbent.profile_id == profile.id)).all()
        made = Setting(app, who, profile.id, [read_session().get_one(Person, each.person_id) for each in theirs])

    def seen() -> dict[str, str]:
        pages = hr(made)
        return {address: stripped(pages.get(address).response.text) for address in pages_of(made)}

    before = seen()
    assert f"{people} of meer" in before[f"/profiles/{profile.id}"]
    made.withdraw(made.people[0])
    assert seen() == before


def test_one_person_alone_is_not_invited_and_the_page_says_why(app: Flask) -> None:
    made = start(app, 4)
    made.do(incumbents.invite)
    made.do(incumbents.add_people, [person(app).id])
    pages = hr(made)
    for page in (pages.get(f"/profiles/{made.profile_id}/{rest}") for rest in ("invitations", "freezing")):
        assert "3 mensen tegelijk" in page.text
    page = pages.get(f"/profiles/{made.profile_id}/invitations")
    assert "1 persoon wacht nog op een uitnodiging" in page.text
    sent = {"csrf_token": token_of(page)}
    assert "Nodig minstens 3 mensen tegelijk uit." in pages.post(page.path, sent).text


def test_hr_never_sees_what_was_judged_who_was_named_or_who_took_part(app: Flask) -> None:
    """Whoever takes part, declines or is named: the same pages, but for what may be counted."""

    def seen() -> dict[str, str]:
        pages = hr(made)
        return {address: stripped(pages.get(address).response.text) for address in pages_of(made)}

    made = start(app, 8)
    experts, raters = [person(app), person(app)], [person(app), person(app)]
    made.ask(Group.EXPERTS, *experts)
    made.ask(Group.NOMINATORS, *raters)
    made.do(incumbents.invite)
    work(app)
    before = seen()
    made.take_part(made.people[0])
    made.take_part(made.people[1])
    made.withdraw(made.people[2])
    work(app)
    assert seen() == before, "two who took part and one who declined change nothing"
    for expert in experts:
        made.rate(expert, 4)
    made.name(raters[0], *made.people[:3])
    made.name(raters[1], *made.people[2:5])
    nominators = hr(made).get(f"/profiles/{made.profile_id}/nominators").text
    made.freeze(CriterionKind.NAMED)
    for address, text in seen().items():
        assert "Onmisbaar" not in text
        assert not any(f'value="{number}"' in text for number in made.numbers()), address
    assert "Minder dan 5 mensen staan op beide lijsten. Wie op maar één lijst staat" in nominators
    assert made.people[2].name not in nominators


def stripped(text: str) -> str:
    """What differs between two looks at the same page: tokens, and the seconds until the session ends."""
    return re.sub(r'(value="[^"]{40,}"|data-csrf="[^"]*"|data-[a-z]+-seconds="[^"]*")', "", text)


HR_ONLY = (
    "/positions",
    "/positions/new",
    "/positions/{position}",
    "/positions/{position}/profiles/new",
    "/profiles/{profile}",
    "/profiles/{profile}/people",
    "/profiles/{profile}/people/new",
    "/profiles/{profile}/experts",
    "/profiles/{profile}/nominators",
    "/profiles/{profile}/requests/experts",
    "/profiles/{profile}/second-round",
    "/profiles/{profile}/reminders/people",
    "/profiles/{profile}/criterion",
    "/profiles/{profile}/figures",
    "/profiles/{profile}/freezing",
    "/profiles/{profile}/invitations",
)


def test_hr_pages_are_hrs_alone(app: Flask) -> None:
    made = start(app, 3)
    places = {"profile": made.profile_id, "position": made.profile.position_id}
    everybody_else = [role for role in Role if role not in {Role.HR, Role.CANDIDATE}]
    outsider = browser(app, person(app, *(set(everybody_else) - {Role.EMPLOYEE})))
    stranger, mine = Pages(app, BASE_URL), hr(made)
    for pattern in HR_ONLY:
        address = pattern.format(**places)
        assert stranger.get(address).heading == "Aanmelden", address
        outsider.get(address, status=404)
        mine.get(address)
        if "{" in pattern:
            mine.get(pattern.format(profile=999_999, position=999_999), status=404)


@pytest.mark.parametrize("page", ["relevance", "nomination"])
def test_what_was_not_asked_of_me_is_not_there(app: Flask, page: str) -> None:
    made, asked, other = start(app, 6), [person(app), person(app)], person(app, Role.HR)
    made.ask(Group.EXPERTS, *asked)
    made.ask(Group.NOMINATORS, *asked)
    address = f"/profiles/{made.profile_id}/{page}"
    assert Pages(app, BASE_URL).get(address).heading == "Aanmelden"
    mine = browser(app, asked[0])
    token = mine.get(address).form().values()["csrf_token"]
    mine.get(f"/profiles/999999/{page}", status=404)
    theirs = browser(app, other)
    theirs.get(address, status=404)
    theirs.post(address, {"csrf_token": theirs.get("/home").form("/sign-out").values()["csrf_token"]}, status=404)
    assert token
    assert all_of(app, Relevance) == all_of(app, Nomination) == []


def test_what_is_done_stands_in_the_trail_of_the_person(app: Flask) -> None:
    made = start(app, 3)
    made.read_figures([1, 2, 3])
    made.do(incumbents.invite)
    mine = select(AuditRow.action).where(AuditRow.subject_id == made.people[0].id, AuditRow.action.like("incumbent.%"))
    with app.app_context():
        assert set(read_session().scalars(mine)) == {"incumbent.chosen", "incumbent.invited"}
    page = browser(app, made.people[0]).get("/account/trail")
    assert "Uitgenodigd om mee te doen aan een functieprofiel" in page.text
