"""A colleague who is a candidate: whatever else they are here, of the others in that vacancy they find nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import object_session

from assess.candidate_list import CandidateLine
from assess.errors.rated import NoRater
from assess.errors.selection import HasASeat, IsCandidate
from assess.models import Application, Exercise, HiringManager, Objection, Rater, Vacancy
from assess.queries import candidacy, exercises as exercise_queries, mine
from assess.queries.vacancies import vacancy_of
from assess.services import candidate_lists, erasure, objecting, objections, rated, releasing, remarks, vacancies
from certificates.models import Certificate
from certificates.services import archives
from hr import queries_trail
from hr.queries_trail import TrailRow, Wanted
from hr.services import exports
from kernel import audit, clock, jobs
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import NotFound
from people.models import Organisation, Person
from people.permissions import Role
from tests import factories, world
from tests.assess import making, rating, reporting, selecting
from tests.assess.selecting import Browser, Desk
from tests.assess.test_blocked import reached, text_of
from tests.conftest import BASE_URL
from tests.hr.house import token_of
from tests.people.parallel import at_once

ROOS, TITLE = "Roos Rapport", "Gastheer op locatie Zuid"
NOUNS = ("vacancies", "my-vacancies", "objections", "remarks", "exercises", "planned-exercises", "certificates")


@dataclass
class Scene:
    """A vacancy in which Roos did all that can be done, and a colleague with every seat who is a candidate as well."""

    app: Flask
    desk: Desk
    roos: Application
    rival: Person
    own: Application
    exercise: Exercise
    objects: dict[tuple[str, str], Any]

    def browser(self, person: Person) -> Browser:
        made = Browser(self.app, BASE_URL)
        made.sign_in(person)
        return made

    def addresses(self) -> Iterator[tuple[str, str]]:
        """(method, address) of every page of the vacancy, and of what is in it."""
        with self.app.test_request_context():
            for rule in self.app.url_map.iter_rules():
                named = world.PARAMETER.findall(rule.rule)
                if not any(noun in NOUNS for noun, _name in named):
                    continue
                values = {name: self.objects[noun, name] for noun, name in named}
                for method in (rule.methods or set()) & {"GET", "POST"}:
                    yield method, str(self.app.url_for(rule.endpoint, **values))


def withdrawn(own: Application) -> None:
    own.withdrawn_at = clock.now()


def never_read(own: Application) -> None:
    own.notice_read_at, own.withdrawn_at = None, clock.now()


def closed(own: Application) -> None:
    own.vacancy.closed_at = clock.now()


def erased(own: Application) -> None:
    session = object_session(own)
    assert session is not None
    erasure.erase_application(session, own, None)


ENDS: dict[str, Callable[[Application], None]] = {
    "takes part": lambda _own: None,
    "withdrew": withdrawn,
    "was withdrawn before reading a thing": never_read,
    "was erased": erased,
    "after the vacancy closed": closed,
}


def scene_of(app: Flask) -> Scene:
    rival = factories.person(Role.HR, Role.ASSESSOR, Role.PSYCHOLOGIST, name="Rik Rivaal", email="rik@delinde.example")
    desk = selecting.desk(title=TITLE)
    roos = selecting.with_report(desk, ROOS)
    reporting.do(roos, remarks.make_remark, "talk", "Graag een gesprek.")
    chosen = reporting.do(roos, releasing.release)
    exercise = rating.both(roos)
    reporting.do(roos, lambda session, person, number: rated.release_rated(session, person, number, exercise.id))
    selecting.decide(desk, roos.id)
    objection: Objection = reporting.do(roos, objecting.make_objection, "Ik kreeg de verkeerde vragen.")
    own = making.application(desk.vacancy, rival)
    making.add(HiringManager(vacancy_id=desk.vacancy.id, person_id=rival.id))
    making.add(Rater(exercise_id=exercise.id, person_id=rival.id, asked_at=clock.now()))
    with unit_of_work() as session:
        session.get_one(Vacancy, desk.vacancy.id).contact_id = rival.id
        audit.record(session, "test", actor=None)
    jobs.run_all()
    remark = candidacy.remarks_of(read_session(), reporting.again(roos))[0]
    objects = {
        ("vacancies", "vacancy_id"): desk.vacancy.id,
        ("my-vacancies", "vacancy_id"): desk.vacancy.id,
        ("applications", "application_id"): roos.id,
        ("objections", "number"): objection.id,
        ("remarks", "number"): remark.number,
        ("exercises", "exercise_id"): exercise.id,
        ("applications", "number"): roos.id,
        ("planned-exercises", "exercise_id"): exercise.id,
        ("raters", "person_id"): rival.id,
        ("certificates", "public_id"): read_session().get_one(Certificate, chosen.certificate_id).public_id,
    }
    return Scene(app, desk, reporting.again(roos), rival, own, exercise, objects)


@pytest.fixture
def scene(app: Flask) -> Iterator[Scene]:
    with app.app_context():
        yield scene_of(app)


@pytest.mark.parametrize("end", ENDS)
def test_a_rival_with_every_seat_finds_nothing_of_the_vacancy(scene: Scene, end: str) -> None:
    with unit_of_work() as session:
        ENDS[end](session.get_one(Application, scene.own.id))
        audit.record(session, "test", actor=None)
    pages, before = scene.browser(scene.rival), world.fingerprints(scene.app)
    token, wrong, asked = token_of(pages.get("/account")), [], 0
    for method, address in scene.addresses():
        asked += 1
        sent = {"csrf_token": token}
        reply = pages._outside(pages.client.open, address, method=method, data=sent, base_url=BASE_URL)
        if reply.status_code != 404:
            wrong.append((method, address, reply.status_code))
    assert asked > 40
    assert wrong == []
    assert world.fingerprints(scene.app) == before
    for path, page in reached(pages, "/", "/vacancies", "/requests", "/assessments", "/mails", "/certificates").items():
        assert ROOS not in text_of(page), path
    assert "Niets open" in pages.get("/requests").text
    assert "rapport vrijgegeven" not in pages.get("/mails").text
    assert TITLE not in pages.get("/vacancies?state=all").text


def test_another_colleague_with_the_same_seats_finds_it_all(scene: Scene) -> None:
    """So that what the rival misses is there to miss."""
    pages = scene.browser(scene.desk.hr)
    found = {address for method, address in scene.addresses() if method == "GET" and address.startswith("/vacancies")}
    assert len(found) > 10
    for address in sorted(found):
        pages.get(address)
    for noun in ("objections", "remarks"):
        pages.get(f"/{noun}/{scene.objects[noun, 'number']}")
    assert TITLE in pages.get("/vacancies").text
    assert ROOS in pages.get("/requests").text
    assert "rapport vrijgegeven" in pages.get("/mails").text


def test_no_zip_takes_along_what_came_out_of_a_selection(scene: Scene) -> None:
    number = scene.roos.id
    last = candidacy.last_release(read_session(), reporting.again(selecting.application(number)))
    assert last is not None
    assert archives.downloadable(read_session(), [last.certificate_id or 0]) == []


# the trail

ACTS = {
    "report.released",
    "application.decided",
    "objection.made",
    "remark.talk",
    "exercise.rated",
    "certificate.issued",
}


@pytest.fixture
def seen(either_app: Flask) -> Iterator[Scene]:
    with either_app.app_context():
        yield scene_of(either_app)


EVERYTHING = Wanted()


def read_by(person: Person, wanted: Wanted = EVERYTHING) -> list[TrailRow]:
    session = read_session()
    zone = session.get_one(Organisation, 1).zone
    found = list(queries_trail.whole_trail(session, person, wanted, zone))
    assert queries_trail.size(session, person, wanted, zone) == len(found)
    return found


@pytest.mark.parametrize("end", ENDS)
def test_a_rival_who_reads_the_trail_finds_nothing_of_the_vacancy(seen: Scene, end: str) -> None:
    another = factories.person(Role.AUDITOR)
    assert {row.action for row in read_by(another, Wanted(who=ROOS))} >= ACTS
    with unit_of_work() as session:
        ENDS[end](session.get_one(Application, seen.own.id))
        audit.record(session, "nothing.happened", actor=None)
    assert read_by(seen.rival, Wanted(who=ROOS)) == []
    told = read_by(seen.rival)
    assert "nothing.happened" in {row.action for row in told}, "what concerns nobody stays"
    assert not {row.object for row in told} & {f"vacancy:{seen.desk.vacancy.id}", f"application:{seen.own.id}"}
    assert ACTS.isdisjoint(queries_trail.actions(read_session(), seen.rival))
    assert ROOS in exports.make("trail", "csv", {}, actor=another.id).decode()
    assert ROOS not in exports.make("trail", "csv", {}, actor=seen.rival.id).decode()


def test_what_was_erased_of_a_colleague_stays_out_of_a_rivals_trail(either_app: Flask) -> None:
    """Of an exercise that is gone only the trail knows whose it was."""
    with either_app.app_context():
        desk, rival = selecting.desk(), factories.person(Role.AUDITOR)
        colleague = factories.person(name="Coen Collega")
        theirs = making.application(desk.vacancy, colleague)
        rating.both(theirs)
        making.application(desk.vacancy, rival)
        with unit_of_work() as session:
            erasure.erase_application(session, session.get_one(Application, theirs.id), None)
        of_selection = {"exercise.planned", "application.erased"}
        assert {row.action for row in read_by(desk.hr, Wanted(who="Coen"))} >= of_selection
        assert of_selection.isdisjoint(row.action for row in read_by(rival, Wanted(who="Coen")))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PRIVACY_OFFICER])
def test_whoever_oversees_reads_nothing_of_a_rival_on_the_page(app: Flask, role: Role) -> None:
    with app.app_context():
        scene, reader = scene_of(app), factories.person(role, name="Ria Rivaal")
        making.application(scene.desk.vacancy, reader)
        pages = scene.browser(reader)
        for path in ("/trail", "/trail?q=Roos", "/trail?action=report.released"):
            assert ROOS not in text_of(pages.get(path)), path
        assert "0 regels" in text_of(pages.get("/trail/export?q=Roos"))


# services


@pytest.fixture
def both(either_app: Flask) -> Iterator[tuple[Desk, Person]]:
    """A vacancy, and a colleague who is a candidate in it."""
    with either_app.app_context():
        desk = selecting.desk()
        rival = factories.person(Role.HR, Role.ASSESSOR, name="Rik Rivaal", email="rik@delinde.example")
        making.application(desk.vacancy, rival)
        yield desk, rival


def change(desk: Desk, contact: Person, *managers: Person) -> None:
    with unit_of_work() as session:
        hr, others = session.get_one(Person, desk.hr.id), [session.get_one(Person, each.id) for each in managers]
        called = session.get_one(Person, contact.id)
        vacancies.change_vacancy(session, hr, desk.vacancy.id, contact=called, reach="020 1", managers=others)


def test_no_service_works_for_a_rival(both: tuple[Desk, Person]) -> None:
    desk, rival = both
    number = selecting.invite(desk)
    with pytest.raises(NotFound):
        selecting.decide(desk, number, by=rival)
    mine_too = Desk(rival, desk.manager, desk.contact, desk.vacancy)
    for act in (
        lambda: selecting.invite(mine_too, "An", "an@kandidaat.example"),
        lambda: change(mine_too, desk.contact),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        vacancy_of(read_session(), rival, desk.vacancy.id)


def test_a_candidate_gets_no_seat_and_is_told_whose_name_it_is(both: tuple[Desk, Person]) -> None:
    desk, rival = both
    for contact, managers, field in ((rival, [], "contact"), (desk.contact, [desk.manager, rival], "managers")):
        with pytest.raises(IsCandidate) as refusal:
            change(desk, contact, *managers)
        assert (refusal.value.field, refusal.value.values["name"]) == (field, "Rik Rivaal")


def test_who_has_a_seat_is_not_invited_before_it_is_anothers(both: tuple[Desk, Person]) -> None:
    desk, _rival = both
    for person in (desk.contact, desk.manager):
        with pytest.raises(HasASeat):
            selecting.invite(desk, person.name, str(person.email))
    lines = [CandidateLine(2, desk.manager.name, str(desk.manager.email))]
    assert [each.kind for each in candidate_lists.preview(read_session(), desk.hr, desk.vacancy.id, lines)] == [
        "seated"
    ]
    with unit_of_work() as session:
        hr = session.get_one(Person, desk.hr.id)
        assert candidate_lists.invite_some(session, hr, desk.vacancy.id, lines) == 0
    change(desk, desk.contact)
    selecting.invite(desk, desk.manager.name, str(desk.manager.email))


def test_a_rival_neither_rates_nor_can_be_asked_to(both: tuple[Desk, Person]) -> None:
    desk, rival = both
    applied = selecting.applicant(desk, "Anna Ander")
    one, two, three = rating.raters(3)
    assert rival.id not in {each.id for each in exercise_queries.raters_of(read_session(), applied)}
    with pytest.raises(NoRater):
        rating.planned(applied, [one, rival])
    exercise = rating.planned(applied, [one, two])
    later = making.application(desk.vacancy, two)
    assert later.id
    with pytest.raises(NotFound):
        rating.hand_in(exercise, two, rating.given(exercise))
    assert [each.noun for each in mine.asked_of(read_session(), two)] == ["application", "keying"]
    assert three.id in {each.id for each in exercise_queries.raters_of(read_session(), applied)}


def test_a_rival_handles_no_objection(both: tuple[Desk, Person]) -> None:
    desk, rival = both
    applied = selecting.applicant(desk, "Otto Oneens")
    selecting.decide(desk, applied.id)
    made: Objection = reporting.do(applied, objecting.make_objection, "Ik kreeg de verkeerde vragen.")
    for handler in (rival, selecting.application(applied.id).person):
        with pytest.raises(IsCandidate), unit_of_work() as session:
            hr, other = session.get_one(Person, desk.hr.id), session.get_one(Person, handler.id)
            objections.name_handler(session, hr, made.id, other)
    with pytest.raises(NotFound), unit_of_work() as session:
        objections.answer_objection(session, session.get_one(Person, rival.id), made.id, "Wij zien dat heel anders.")


def test_who_rates_or_handles_an_objection_is_not_invited(both: tuple[Desk, Person]) -> None:
    desk, _rival = both
    applied, (one, two) = selecting.applicant(desk, "Anna Ander"), rating.raters()
    exercise = rating.planned(applied, [one, two])
    rating.hand_in(exercise, one, rating.given(exercise))
    selecting.decide(desk, applied.id)
    made: Objection = reporting.do(applied, objecting.make_objection, "Ik kreeg de verkeerde vragen.")
    handler = factories.person(Role.HR, name="Hugo Handelt")
    name_handler(desk, made.id, handler)
    for person in (one, two, handler):
        with pytest.raises(HasASeat):
            selecting.invite(desk, person.name, str(person.email))


def test_invited_and_named_at_once_somebody_gets_one_of_both(both: tuple[Desk, Person], either_app: Flask) -> None:
    desk, _rival = both
    applied, handler = selecting.applicant(desk, "Otto Oneens"), factories.person(Role.HR, name="Hugo Handelt")
    selecting.decide(desk, applied.id)
    made: Objection = reporting.do(applied, objecting.make_objection, "Ik kreeg de verkeerde vragen.")
    close_read_session()
    acts: list[Callable[[], object]] = [
        lambda: name_handler(desk, made.id, handler),
        lambda: selecting.invite(desk, handler.name, str(handler.email)),
    ]
    outcomes = at_once(either_app, 2, lambda: acts.pop()())  # noqa: PLW0108 - each takes its own
    refused = [each for each in outcomes if isinstance(each, Exception)]
    assert [type(each) for each in refused] in ([HasASeat], [IsCandidate])


def name_handler(desk: Desk, number: int, handler: Person) -> None:
    with unit_of_work() as session:
        hr, other = session.get_one(Person, desk.hr.id), session.get_one(Person, handler.id)
        objections.name_handler(session, hr, number, other)
