"""The pages of rated work: HR plans, raters rate alone, who is rated reads it first, figures have no names."""

from datetime import timedelta

import pytest
from flask import Flask

from assess.models import Application, Exercise, Keying
from assess.queries.raters import agreement_on
from assess.rated_work import Kind
from assess.services import releasing
from kernel import clock
from kernel.audit import AuditRow
from kernel.database import close_read_session, read_session
from people.models import Person
from people.permissions import Role
from tests import factories
from tests.assess import deriving, making, rating, reporting, selecting
from tests.pages import Page, Pages


@pytest.fixture
def house(app: Flask) -> Flask:
    with app.app_context():
        making.publish()
    return app


def person(number: int) -> Person:
    return read_session().get_one(Person, number)


# HR


def test_hr_plans_a_call_for_a_candidate(house: Flask, pages: Pages) -> None:
    with house.app_context():
        made, who = selecting.desk(), rating.raters()
        applied = selecting.applicant(made, "Kim Kandidaat")
    pages.sign_in(made.hr)
    address = f"/vacancies/{made.vacancy.id}/applications/{applied.id}"
    form = pages.get(pages.get(address).links()["Plan een interview of gespeeld gesprek"])
    assert "leest de uitkomst als eerste" in form.text
    wrong = pages.submit(form.form("/exercises"), status=422, day="2020-01-01", raters=[str(who[0].id)])
    for words in (
        "Deze dag is al voorbij",
        "Kies precies twee beoordelaars",
        "Kies een interview of",
        "Vul een tijd in",
    ):
        assert words in wrong.text
    right = {"kind": "call", "day": str(clock.now().date() + timedelta(days=3)), "time": "10:30"}
    planned = pages.submit(wrong.form("/exercises"), **right, raters=[str(each.id) for each in who])
    assert planned.heading == "Gespeeld gesprek met Kim Kandidaat"
    assert "10:30" in planned.text
    assert "Gespeeld gesprek" in pages.get(address).text
    replaced = pages.get(next(href for words, href in planned.links().items() if "Vraag een ander" in words))
    assert "niemand anders met de rol" in replaced.text
    gone = pages.submit(planned.form("/cancellation"))
    assert gone.path == address
    assert "Het gaat niet door" in gone.text


def test_hr_plans_an_interview_with_a_colleague_and_never_reads_what_came(house: Flask, pages: Pages) -> None:
    with house.app_context():
        part, who, hr = making.incumbent(), rating.raters(), factories.person(Role.HR)
    pages.sign_in(hr)
    page = pages.get(f"/profiles/{part.profile_id}/exercises")
    assert "Nog niets gepland" in page.text
    form = pages.get(page.links()["Of plan het met één collega"])
    sent = {"kind": "interview", "day": str(clock.now().date() + timedelta(days=3)), "time": "10:30"}
    sent_to = {"raters": [str(each.id) for each in who], "person": str(part.id)}
    wrong = pages.submit(form.form("/exercises"), status=422, **sent, **sent_to)
    assert "Kies 3 tot en met 6 onderwerpen" in wrong.text
    assert (
        "Kies een collega." in pages.submit(form.form("/exercises"), status=422, **sent, raters=sent_to["raters"]).text
    )
    planned = pages.submit(wrong.form("/exercises"), topics=["LUI", "EMP", "INT"])
    assert "Alleen de collega en de twee beoordelaars lezen de uitkomst" in planned.text
    with house.app_context():
        exercise = read_session().query(Exercise).one()
        for rater in who:
            rating.hand_in(exercise, rater, rating.given(exercise, 4))
    again = pages.get(planned.path)
    assert "Ingeleverd" not in again.text
    assert "Beoordeeld" not in again.text
    assert "Onderwerpen van het interview" in pages.get(f"/profiles/{part.profile_id}/exercises/new").text
    with house.app_context():
        mine = person(part.person_id)
    own = pages.sign_in(mine).get(f"/incumbents/{part.id}")
    assert "Hoe je bent beoordeeld" in own.text
    assert "4,0" in own.text


def test_without_two_raters_the_page_says_what_to_do(house: Flask, pages: Pages) -> None:
    with house.app_context():
        made = selecting.desk()
        applied = selecting.applicant(made, "Kim Kandidaat")
    page = pages.sign_in(made.hr).get(f"/vacancies/{made.vacancy.id}/applications/{applied.id}/exercises")
    assert "Er zijn nog geen twee beoordelaars" in page.text


def test_another_rater_can_be_asked(house: Flask, pages: Pages) -> None:
    with house.app_context():
        made, (first, second, third) = selecting.desk(), rating.raters(3)
        exercise = rating.planned(selecting.applicant(made, "Kim Kandidaat"), [first, second])
    page = pages.sign_in(made.hr).get(f"/planned-exercises/{exercise.id}/raters/{second.id}")
    assert "Kies een beoordelaar" in pages.submit(page.form(), status=422).text
    after = pages.submit(page.form(), rater=str(third.id))
    assert third.name in after.text
    assert second.name not in after.text
    pages.get(f"/planned-exercises/{exercise.id}/raters/{second.id}", status=404)


# raters


def test_a_rater_reads_the_guide_and_rates_alone(house: Flask, pages: Pages) -> None:
    with house.app_context():
        who, made = rating.raters(), selecting.desk()
        applied = selecting.applicant(made, "Kim Kandidaat")
        exercise = rating.planned(applied, who)
        rating.hand_in(exercise, who[1], rating.given(exercise, 5))
    secret = "Citaat bij"
    pages.sign_in(who[0])
    guide = pages.get(pages.get("/assessments").links()["Kim Kandidaat"])
    for words in ("Verloop", "Robin Bakker", "Twee punten of meer verschil", "Behandelt het als een pakje"):
        assert words in guide.text
    card = pages.get(guide.links()["Kaart voor de kandidaat, om te printen"])
    assert "Je werkt bij het contactcentrum van Zorggroep De Linde" in card.text
    assert "Robin" not in card.text
    form = pages.get(guide.links()["Na afloop: geef je cijfers"])
    assert "betekent dat INT hoogstens 2 is" in form.text
    assert secret not in guide.text + form.text
    for address in ("/assessments", f"/exercises/{exercise.id}"):
        assert secret not in pages.get(address).text
    given = rating.form_of(rating.given(exercise, 4, disclosed="yes"))
    wrong = pages.submit(form.form(), status=422, **{**given, "LUI": "", "EMP_quote": "", "words": ""})
    for words in (
        "Luisteren en doorvragen: kies een cijfer",
        "Empathie: schrijf een citaat",
        "de woorden op die je hoorde",
    ):
        assert words in wrong.text
    assert wrong.form().values()["ZOR_quote"] == ["Citaat bij ZOR"]
    assert wrong.form().values()["FLE"] == ["4"]
    done = pages.submit(wrong.form(), LUI="3", EMP_quote="Wat erg voor u", words="Ze is bij ons")
    assert "Praat hier samen over" in done.text  # the one ticked yes, the other no
    assert "Gaf een 4. Door de ja bij de vaste vraag telt hoogstens 2." in done.text
    assert pages.get(f"/exercises/{exercise.id}/rating").path == f"/exercises/{exercise.id}"


def test_until_the_other_hands_in_a_rater_reads_only_their_own(house: Flask, pages: Pages) -> None:
    with house.app_context():
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who, Kind.INTERVIEW)
        rating.hand_in(exercise, who[0], rating.given(exercise, 2))
    own = pages.sign_in(who[0]).get(f"/exercises/{exercise.id}")
    assert f"{who[1].name} leverde nog niet in" in own.text
    assert "2 – Citaat bij LUI" in own.text
    guide = Pages(house, pages.base_url).sign_in(who[1]).get(f"/exercises/{exercise.id}")
    assert "Citaat" not in guide.text.replace("één citaat", "")
    assert "Vraag door:" in guide.text
    pages.get(f"/exercises/{exercise.id}/card", status=404)
    again = pages.post(f"/exercises/{exercise.id}/talk", {"csrf_token": token(own), "about": "Zomaar"}, status=409)
    assert "niet ver uit elkaar" in again.text


def token(page: Page) -> str:
    return str(page.forms()[0].values()["csrf_token"][0])


def test_two_who_differ_write_down_their_talk_and_both_ratings_stay(house: Flask, pages: Pages) -> None:
    with house.app_context():
        who, applied = rating.raters(), making.application()
        exercise = rating.planned(applied, who)
        for rater, score in zip(who, (2, 4), strict=True):
            rating.hand_in(exercise, rater, rating.given(exercise, score))
    page = pages.sign_in(who[0]).get(f"/exercises/{exercise.id}")
    assert "Praat hier samen over" in page.text
    assert "2 punten verschil" in page.text
    wrong = pages.submit(page.form("/talk"), status=422, changed="Niemand")
    assert "waar het over ging" in wrong.text
    assert wrong.form("/talk").values()["changed"] == ["Niemand"]
    done = pages.submit(wrong.form("/talk"), about="Over minuut 6", changed="De tweede zou nu een 3 geven")
    for words in ("Over minuut 6", "De tweede zou nu een 3 geven", "Opgeschreven door", "2 punten verschil"):
        assert words in done.text
    with house.app_context():
        looks = read_session().query(AuditRow).filter_by(action="exercise.looked", actor_id=who[0].id).all()
        assert {each.subject_id for each in looks} == {applied.person_id}


def test_the_setting_says_what_is_needed_and_never_the_words(house: Flask, pages: Pages) -> None:
    from assess.queries.needs import Needs
    from assess.services import preparing

    with house.app_context():
        who, applied = rating.raters(), making.application()
        needs = Needs(extra_time=True, large_print=True, other_form=True, other="Ik hoor slecht")
        reporting.do(applied, preparing.tell_needs, needs)
        exercise = rating.planned(applied, who)
    page = pages.sign_in(who[0]).get(f"/exercises/{exercise.id}")
    for words in ("Geef meer tijd", "in grote letters", "als chat", "Vraag niet waarom"):
        assert words in page.text
    assert "hoor slecht" not in page.text
    card = pages.get(f"/exercises/{exercise.id}/card")
    assert "handout--large" in card.response.get_data(as_text=True)


# who is rated, and the organisation


def test_the_candidate_reads_it_first_and_hr_after_the_release(house: Flask, pages: Pages) -> None:
    with house.app_context():
        made = selecting.desk()
        applied = selecting.with_report(made, "Kim Kandidaat")
        who = rating.raters()
        exercise = rating.planned(applied, who, hr=made.hr)
        for rater, score in zip(who, (3, 4), strict=True):
            rating.hand_in(exercise, rater, rating.given(exercise, score))
        candidate = person(applied.person_id)
    hr, own = Pages(house, pages.base_url).sign_in(made.hr), pages.sign_in(candidate)
    address = f"/vacancies/{made.vacancy.id}/applications/{applied.id}"
    assert "Beoordeeld" in hr.get(address).text
    for reached in (address, f"{address}/report", f"/planned-exercises/{exercise.id}", f"/vacancies/{made.vacancy.id}"):
        assert "3,5" not in hr.get(reached).text
    page = own.get(own.get(f"/applications/{applied.id}").links()["Hoe je bent beoordeeld"])
    assert "Citaat bij LUI" in page.text
    assert who[0].name not in page.text
    assert "Geef je je rapport vrij, dan leest HR ook dit" in page.text
    report = own.get(f"/applications/{applied.id}/report")
    assert "staat naast het profiel en telt er niet in mee" in report.text
    assert "3,5" in report.text
    with house.app_context():
        reporting.do(applied, releasing.release)
    released = hr.get(f"{address}/report")
    assert "Beoordeeld werk (staat naast het profiel en telt er niet in mee)" in released.text
    assert "3,5" in released.text
    assert "Citaat bij" not in released.text


def test_what_came_after_the_release_is_let_go_with_a_button(house: Flask, pages: Pages) -> None:
    with house.app_context():
        made = selecting.desk()
        applied = selecting.released(made, "Kim Kandidaat")
        rating.both(read_session().get_one(Application, applied.id))
        candidate = person(applied.person_id)
    hr, own = Pages(house, pages.base_url).sign_in(made.hr), pages.sign_in(candidate)
    report = f"/vacancies/{made.vacancy.id}/applications/{applied.id}/report"
    assert "Beoordeeld werk" not in hr.get(report).text
    page = own.get(f"/applications/{applied.id}/rated-work")
    assert "kwam erbij nadat je het rapport vrijgaf" in page.text
    assert "HR kan dit lezen" in own.submit(page.form("/release")).text
    assert "Beoordeeld werk" in hr.get(report).text


def test_of_a_blocked_report_the_organisation_reads_no_rating(house: Flask, pages: Pages) -> None:
    with house.app_context():
        made = selecting.desk()
        applied = selecting.blocked(made, "Kim Kandidaat")
        rating.both(read_session().get_one(Application, applied.id), 5, 5)
    address = f"/vacancies/{made.vacancy.id}/applications/{applied.id}"
    for who, way in ((made.hr, address), (made.manager, f"/my{address.replace('/vacancies', '-vacancies')}")):
        pages.sign_in(who)
        assert "5,0" not in pages.get(way).text
        assert "5,0" not in pages.get(f"{way}/report").text


# who may not


def test_pages_of_others_and_of_nobody_are_not_there(house: Flask, pages: Pages) -> None:
    with house.app_context():
        exercise, stranger = rating.both(making.application()), rating.raters(1)[0]
        number = exercise.application_id
        other = making.application()
        candidate, hr = person(other.person_id), factories.person(Role.HR)
    addresses = [f"/exercises/{{}}{end}" for end in ("", "/rating", "/card")]
    pages.sign_in(stranger)
    for each in (exercise.id, 999):
        for address in addresses:
            pages.get(address.format(each), status=404)
        for end in ("rating", "talk"):
            pages.post(f"/exercises/{each}/{end}", {"csrf_token": token(pages.get("/assessments"))}, status=404)
    pages.get(f"/planned-exercises/{exercise.id}", status=404)
    pages.get("/figures/raters/contactcentrum", status=404)
    pages.sign_in(hr)
    pages.get(f"/exercises/{exercise.id}", status=404)
    pages.get("/planned-exercises/999", status=404)
    pages.get("/profiles/999/exercises", status=404)
    Pages(house, pages.base_url).sign_in(candidate).get(f"/applications/{number}/rated-work", status=404)


def test_who_is_signed_out_comes_to_the_door(house: Flask, pages: Pages) -> None:
    for address in (
        "/exercises/1",
        "/exercises/1/rating",
        "/exercises/1/card",
        "/planned-exercises/1",
        "/profiles/1/exercises",
        "/applications/1/rated-work",
        "/figures/raters/contactcentrum",
        "/instruments/1/keying",
    ):
        assert pages.get(address, follow=False, status=303).response.location.startswith("/sign-in")


# the psychologist


def test_the_psychologist_reads_the_figures_of_the_method_and_no_names(house: Flask, pages: Pages) -> None:
    from assess.method.rating import RatedTwice, agreement, agreement_of_exercise

    scores = [(1, 1), (2, 3), (3, 3), (4, 3), (5, 5), (4, 5)]
    with house.app_context():
        for first, second in scores:
            rating.both(making.application(), first, second)
        psychologist = factories.person(Role.PSYCHOLOGIST, name="Pim Psycholoog")
        found, interview = agreement_on(read_session(), psychologist, making.SLUG)[::-1]
        same = [RatedTwice("LUI", *pair) for pair in scores]
        assert {scale.code: agreed for scale, agreed in found.scales}["LUI"] == agreement(same)
        assert found.whole == agreement_of_exercise([[each] for each in same])
        assert (found.exercises, interview.exercises) == (6, 0)
        names = [each.name for each in read_session().query(Person) if each.id != psychologist.id]
        expected = agreement(same).any_pair
    assert expected is not None
    pages.sign_in(psychologist)
    page = pages.get(
        next(href for words, href in pages.get("/calculations").links().items() if "beoordelaars" in words)
    )
    assert f"{expected.value:.2f}".replace(".", ",") in page.text
    for words in (
        "ICC(1)",
        "ICC(2,1)",
        "ICC(2,k)",
        "Krippendorff",
        "Shrout & Fleiss 1979",
        "5 of meer mensen",
        "Minder dan vijf mensen zijn",
    ):
        assert words in page.text
    assert not any(name in page.text for name in names)
    pages.get("/figures/raters/nergens", status=404)


def test_below_five_people_there_are_no_figures(house: Flask, pages: Pages) -> None:
    with house.app_context():
        for score in (1, 3, 5, 4):
            rating.both(making.application(), score, score)
        psychologist = factories.person(Role.PSYCHOLOGIST)
    page = pages.sign_in(psychologist).get("/figures/raters/contactcentrum")
    assert "Minder dan vijf mensen zijn twee keer beoordeeld: te weinig" in page.text
    assert "of meer mensen" not in page.text
    assert "1,00" not in page.text


def test_agreement_tells_nothing_of_a_rival_nor_of_who_takes_part_before_the_scores_open(either_app: Flask) -> None:
    with either_app.app_context():
        reader, other = factories.person(Role.PSYCHOLOGIST), factories.person(Role.PSYCHOLOGIST)
        applied = making.application()
        rating.both(applied)
        making.application(reporting.again(applied).vacancy, reader)
        profile = deriving.profile(6, 2)
        rating.everybody(profile)
        assert (rated_twice(reader), rated_twice(other)) == (0, 1)
        deriving.derive(profile)
        assert (rated_twice(reader), rated_twice(other)) == (6, 7)


def rated_twice(reader: Person) -> int:
    close_read_session()
    return sum(each.exercises for each in agreement_on(read_session(), reader, making.SLUG))


# keying


def test_an_expert_keys_once_and_sees_no_key(house: Flask, pages: Pages) -> None:
    with house.app_context():
        expert, measured = factories.person(Role.ASSESSOR), making.instrument()
        revision = making.publish().id
    pages.sign_in(expert)
    links = pages.get("/assessments").links()
    page = pages.get(links[measured.title.nl])
    assert "0 van 5 deskundigen" in page.text
    assert not [why for each in measured.situations for option in each.options if (why := option.why.nl) in page.text]
    chosen = {f"{each.id}-{option.key}": "3" for each in measured.situations for option in each.options}
    last = list(chosen)[-1]
    wrong = pages.submit(page.form(), status=422, **{**chosen, last: ""})
    assert "Situatie 12: geef elke aanpak een cijfer" in wrong.text
    assert wrong.form().values()["S01-A"] == ["3"]
    done = pages.submit(wrong.form(), **{last: "4"})
    assert "1 van 5 deskundigen" in done.text
    assert "het rapport zegt dat" in done.text
    with house.app_context():
        kept = read_session().get_one(Keying, (revision, expert.id))
        assert kept.ratings["S01"]["A"] == 3
    again = pages.post(f"/instruments/{revision}/keying", {**chosen, "csrf_token": token(done)})
    assert "al beoordeeld" in again.text
    pages.get("/instruments/999/keying", status=404)
    with house.app_context():
        employee = factories.person()
    pages.sign_in(employee).get(f"/instruments/{revision}/keying", status=404)
