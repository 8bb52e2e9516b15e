"""Vacancies and invitations: use cases on both databases."""

import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from assess.candidate_list import CandidateLine
from assess.errors.selection import (
    BegunAlready,
    CameInAlready,
    DecidedAlready,
    FileWasErased,
    InvitedAlready,
    OwnApplication,
    ProfileNotApproved,
    ReasonsTooShort,
    VacancyShut,
    VacancyTwice,
)
from assess.models import Application, Decision, Vacancy
from assess.queries import candidates as queries
from assess.queries.candidacy import decision_of, reasons_of
from assess.services import applications, candidate_lists, closing, doors as door_service, erasure, preparing, vacancies
from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import close_read_session, read_session, unit_of_work
from kernel.errors import DomainError, NotFound
from kernel.outbox import Mail
from people.doorway_models import Doorway
from people.errors import EmailTaken
from people.models import File, Person
from tests import factories
from tests.assess import making, reporting, selecting
from tests.assess.selecting import REASONS, Desk
from tests.people.parallel import at_once


@pytest.fixture
def desk(either_app: Flask) -> Iterator[Desk]:
    with either_app.app_context():
        yield selecting.desk()


def opened(desk: Desk, profile_id: int, title: str = "Teamleider") -> Vacancy:
    with unit_of_work() as session:
        return vacancies.open_vacancy(
            session,
            session.get_one(Person, desk.hr.id),
            title=title,
            profile_id=profile_id,
            contact=session.get_one(Person, desk.contact.id),
            reach="088 123 45 10",
            promised_days=10,
            retention_days=28,
            managers=[session.get_one(Person, desk.manager.id)],
        )


def doors(number: int) -> list[Doorway]:
    return list(read_session().scalars(select(Doorway).where(Doorway.path.startswith(f"/applications/{number}"))))


def withdraw(desk: Desk, number: int) -> None:
    with unit_of_work() as session:
        hr = session.get_one(Person, desk.hr.id)
        applications.withdraw(session, hr, applications.locked(session, hr, desk.vacancy.id, number))


def again(desk: Desk, number: int, name: str, email: str) -> None:
    with unit_of_work() as session:
        hr = session.get_one(Person, desk.hr.id)
        locked = applications.locked(session, hr, desk.vacancy.id, number)
        applications.invite_again(session, hr, locked, name=name, email=email)


def remind(desk: Desk, only: list[int] | None = None) -> int:
    with unit_of_work() as session:
        return applications.remind_some(session, session.get_one(Person, desk.hr.id), desk.vacancy.id, only)


def close(desk: Desk) -> None:
    with unit_of_work() as session:
        closing.close_vacancy(session, session.get_one(Person, desk.hr.id), desk.vacancy.id)


# vacancies


def test_a_vacancy_measures_against_an_approved_profile_only(desk: Desk) -> None:
    begun = making.profile("Planner")
    with pytest.raises(ProfileNotApproved):
        opened(desk, begun.id)
    with pytest.raises(ProfileNotApproved):
        opened(desk, 999)
    assert opened(desk, desk.vacancy.profile_id).promised_days == 10


def test_a_vacancy_sent_twice_is_there_once(desk: Desk) -> None:
    opened(desk, desk.vacancy.profile_id)
    with pytest.raises(VacancyTwice):
        opened(desk, desk.vacancy.profile_id)


def test_vacancies_opened_at_once_are_one(either_app: Flask, desk: Desk) -> None:
    close_read_session()
    got = at_once(either_app, 6, lambda: opened(desk, desk.vacancy.profile_id))
    assert sum(isinstance(each, Vacancy) for each in got) == 1
    assert all(isinstance(each, Vacancy | VacancyTwice) for each in got)


def test_closing_keeps_the_links_until_the_files_go_and_tells_who_waits(desk: Desk) -> None:
    waits, decided = selecting.invite(desk), selecting.invite(desk, "Dex", "dex@kandidaat.example")
    selecting.decide(desk, decided)
    close(desk)
    close(desk)
    day = clock.now() + timedelta(days=28)
    jobs.run_all()
    assert all(day - timedelta(days=1) <= door.expires_at <= day for door in doors(waits))
    told = [(to, text) for to, subject, text in selecting.letters() if "gesloten" in subject]
    assert [to for to, _text in told] == ["Kim Kandidaat <kim@kandidaat.example>"]
    with pytest.raises(VacancyShut):
        selecting.invite(desk, "Laat", "laat@kandidaat.example")
    with pytest.raises(VacancyShut):
        remind(desk)


class Killed(Exception):
    """What a worker dies of in these tests."""


def crowd(desk: Desk, count: int) -> list[Application]:
    """So many candidates, invited long enough ago to be reminded."""
    long_ago = clock.now() - timedelta(days=2)
    return [selecting.applicant(desk, f"Kandidaat {each}", invited_at=long_ago) for each in range(count)]


def mailed(kind: str) -> list[int]:
    """Whom a mail of this kind was made for."""
    found = select(Mail.person_id).where(Mail.kind == kind).order_by(Mail.person_id)
    return [number for number in read_session().scalars(found) if number]


def test_closing_is_done_before_anybody_hears(desk: Desk) -> None:
    everybody = crowd(desk, 3)
    close(desk)
    assert read_session().get_one(Vacancy, desk.vacancy.id).closed_at is not None
    assert mailed("application_closed") == []
    jobs.run_all()
    assert mailed("application_closed") == sorted(each.person_id for each in everybody)


def test_a_worker_that_dies_halfway_leaves_nobody_out_and_mails_nobody_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = crowd(desk, 60)
    close(desk)
    tell, calls = door_service.tell, itertools.count(1)

    def dying(*given: Any, **values: Any) -> object:
        if next(calls) == 40:
            raise Killed
        return tell(*given, **values)

    monkeypatch.setattr(door_service, "tell", dying)
    jobs.run_one(jobs.HOUSE)
    assert len(mailed("application_closed")) == 25, "the batch under way is undone as a whole"
    with clock.moved_to(clock.now() + timedelta(hours=1)):
        jobs.run_all()
    assert mailed("application_closed") == sorted(each.person_id for each in everybody)


def test_reminders_go_some_at_a_time_and_go_on_where_they_stopped(desk: Desk) -> None:
    everybody = crowd(desk, 60)
    assert [remind(desk) for _time in range(4)] == [25, 25, 10, 0]
    assert mailed("application_reminder") == sorted(each.person_id for each in everybody)


def test_who_is_reminded_twice_at_once_gets_one_mail(either_app: Flask, desk: Desk) -> None:
    everybody = crowd(desk, 40)
    close_read_session()
    got = at_once(either_app, 4, lambda: remind(desk))
    assert sum(each for each in got if isinstance(each, int)) == 40
    assert mailed("application_reminder") == sorted(each.person_id for each in everybody)


# invitations


def test_an_invitation_makes_a_person_without_a_start_and_a_file_of_its_own(desk: Desk) -> None:
    made = selecting.application(selecting.invite(desk))
    assert (made.person.name, made.person.started_on, made.person.is_staff) == ("Kim Kandidaat", None, False)
    assert (made.file.purpose, made.file.person_id) == ("selection", made.person_id)
    ((to, subject, text),) = selecting.letters()
    assert "kim@kandidaat.example" in to
    assert subject == "Je assessment voor Medewerker contactcentrum, 24 uur"
    for told in ("45 minuten", "rustige plek", "Cor Contact: 010 555 01 20", "Jij leest het rapport als eerste"):
        assert told in text
    assert re.search(r"https://maatstaf\.test/welcome/[\w-]{40,}", text)


def test_an_english_invitation_is_in_english(desk: Desk) -> None:
    made = selecting.application(selecting.invite(desk, language="en"))
    assert made.person.language == "en"


def test_an_employee_is_an_internal_candidate_who_comes_by_password(desk: Desk) -> None:
    colleague = factories.person(name="Ilse Intern", email="ilse@delinde.example")
    made = selecting.application(selecting.invite(desk, "I. Intern", "ilse@delinde.example"))
    assert (made.person_id, made.person.name, made.person.is_staff) == (colleague.id, "Ilse Intern", True)
    assert doors(made.id) == []
    ((_to, _subject, text),) = selecting.letters()
    assert f"https://maatstaf.test/applications/{made.id}" in text


def test_who_applied_before_keeps_one_row_and_gets_another_file(desk: Desk) -> None:
    first = selecting.application(selecting.invite(desk))
    other = Desk(desk.hr, desk.manager, desk.contact, opened(desk, desk.vacancy.profile_id, "Planner"))
    second = selecting.application(selecting.invite(other))
    assert first.person_id == second.person_id
    assert first.file_id != second.file_id


def test_nobody_is_invited_twice_nor_invites_themselves(desk: Desk) -> None:
    selecting.invite(desk)
    with pytest.raises(InvitedAlready):
        selecting.invite(desk)
    with pytest.raises(OwnApplication):
        selecting.invite(desk, "Hanna HR", str(desk.hr.email))


def test_the_same_person_invited_at_once_is_invited_once(either_app: Flask, desk: Desk) -> None:
    other = Desk(desk.hr, desk.manager, desk.contact, opened(desk, desk.vacancy.profile_id, "Planner"))
    close_read_session()
    turns = iter([desk, other] * 4)
    got = at_once(either_app, 8, lambda: selecting.invite(next(turns)))
    assert sum(isinstance(each, int) for each in got) == 2
    assert all(isinstance(each, int | InvitedAlready) for each in got)
    session = read_session()
    assert session.scalar(select(func.count()).where(Person.email == "kim@kandidaat.example")) == 1
    assert session.scalar(select(func.count()).select_from(Application)) == 2
    assert session.scalar(select(func.count()).where(File.purpose == "selection")) == 2


def test_an_invitation_that_was_withdrawn_opens_no_door_and_can_be_made_again(desk: Desk) -> None:
    number = selecting.invite(desk)
    withdraw(desk, number)
    withdraw(desk, number)
    assert all(door.withdrawn_at for door in doors(number))
    assert [subject for _to, subject, _text in selecting.letters()][1:] == [
        "Je uitnodiging geldt niet meer: Medewerker contactcentrum, 24 uur"
    ]
    with pytest.raises(NotFound):
        reporting.again(selecting.application(number))
    assert selecting.invite(desk) == number
    assert reporting.again(selecting.application(number)).withdrawn_at is None


def test_who_began_is_not_withdrawn(desk: Desk) -> None:
    applied = selecting.applicant(desk, "Bas Bezig")
    making.begin(applied)
    with pytest.raises(BegunAlready):
        withdraw(desk, applied.id)


def test_who_was_erased_is_not_invited_to_the_same_vacancy(desk: Desk) -> None:
    factories.person(name="Ilse Intern", email="ilse@delinde.example")
    number = selecting.invite(desk, "Ilse Intern", "ilse@delinde.example")
    with unit_of_work() as session:
        erasure.erase_application(session, session.get_one(Application, number), None)
    with pytest.raises(FileWasErased):
        selecting.invite(desk, "Ilse Intern", "ilse@delinde.example")


def test_a_wrong_address_is_mended_and_the_old_link_stops(desk: Desk) -> None:
    number = selecting.invite(desk, email="kim@fout.invalid")
    jobs.run_all()
    (row,) = queries.candidates(read_session(), desk.vacancy)
    assert row.has_bounced
    again(desk, number, "Kim Kandidaat", "kim@goed.example")
    jobs.run_all()
    (row,) = queries.candidates(read_session(), desk.vacancy)
    assert (row.has_bounced, row.email) == (False, "kim@goed.example")
    assert sorted(door.withdrawn_at is None for door in doors(number)) == [False, True]


def test_an_address_that_is_somebody_elses_or_was_used_stays(desk: Desk) -> None:
    factories.person(email="bezet@delinde.example")
    number = selecting.invite(desk)
    with pytest.raises(EmailTaken):
        again(desk, number, "Kim", "bezet@delinde.example")
    reporting.do(selecting.application(number), preparing.read_notice, "ab" * 32)
    with pytest.raises(CameInAlready):
        again(desk, number, "Kim", "ander@kandidaat.example")


def test_reminders_go_once_a_day_to_who_has_not_handed_in(desk: Desk) -> None:
    number = selecting.invite(desk)
    selecting.with_report(desk, "Hans Klaar")
    stopped = selecting.invite(desk, "Stien", "stien@kandidaat.example")
    withdraw(desk, stopped)
    assert remind(desk) == 0
    with clock.moved_to(clock.now() + timedelta(days=2)):
        assert [each.id for each in applications.remindable(read_session(), desk.vacancy, None)] == [number]
        assert remind(desk, [number, stopped, 999]) == 1
        assert remind(desk) == 0


# lists


def lines(*emails: str) -> list[CandidateLine]:
    return [CandidateLine(place, f"Naam {place}", email) for place, email in enumerate(emails, start=2)]


def test_a_list_sent_twice_invites_nobody_twice(desk: Desk) -> None:
    selecting.invite(desk)
    factories.person(name="Ilse Intern", email="ilse@delinde.example")
    wanted = lines("kim@kandidaat.example", "ilse@delinde.example", "nieuw@kandidaat.example", str(desk.hr.email))
    kinds = [each.kind for each in candidate_lists.preview(read_session(), desk.hr, desk.vacancy.id, wanted)]
    assert kinds == ["invited_already", "works_here", "new", "yourself"]
    for expected in (2, 0):
        with unit_of_work() as session:
            actor = session.get_one(Person, desk.hr.id)
            assert candidate_lists.invite_some(session, actor, desk.vacancy.id, wanted) == expected


def test_a_list_is_opened_by_who_saw_it_for_that_vacancy_on_that_day(desk: Desk) -> None:
    kept = candidate_lists.sealed(lines("a@b.example"), desk.vacancy.id, desk.hr)
    assert candidate_lists.opened(kept, desk.vacancy.id, desk.hr) == lines("a@b.example")
    for vacancy_id, who, text in ((99, desk.hr, kept), (desk.vacancy.id, desk.manager, kept), (1, desk.hr, "onzin")):
        with pytest.raises(DomainError):
            candidate_lists.opened(text, vacancy_id, who)
    with clock.moved_to(clock.now() + timedelta(days=2)), pytest.raises(DomainError):
        candidate_lists.opened(kept, desk.vacancy.id, desk.hr)


# decisions


def test_a_decision_is_written_once_sealed_and_mailed(desk: Desk) -> None:
    number = selecting.invite(desk)
    selecting.decide(desk, number)
    made = read_session().get_one(Decision, number)
    assert REASONS.encode() not in made.sealed_reasons
    assert reasons_of(selecting.application(number), made) == REASONS
    text = selecting.letters()[-1][2]
    for told in (REASONS, "Hanna HR besloot dit", "Cor Contact: 010 555 01 20", "bezwaar"):
        assert told in text
    assert "rapport" not in text.lower()
    with pytest.raises(DecidedAlready):
        selecting.decide(desk, number, "hired")


def test_of_decisions_at_once_one_counts_and_one_letter_goes(either_app: Flask, desk: Desk) -> None:
    number = selecting.invite(desk)
    jobs.run_all()
    close_read_session()
    outcomes = iter(["hired", "not_hired"] * 4)
    got = at_once(either_app, 8, lambda: selecting.decide(desk, number, next(outcomes)))
    assert got.count(None) == 1
    assert all(each is None or isinstance(each, DecidedAlready) for each in got)
    assert len(selecting.letters()) == 2


def test_nobody_decides_about_themselves_or_without_reasons(desk: Desk) -> None:
    number = selecting.invite(desk)
    with pytest.raises(ReasonsTooShort):
        selecting.decide(desk, number, reasons="Nee.")
    factories.person(name="Ilse Intern", email="ilse@delinde.example")
    own = selecting.invite(desk, "Ilse Intern", "ilse@delinde.example")
    with pytest.raises(NotFound):
        selecting.decide(desk, own, by=selecting.application(own).person)


def test_every_step_is_in_the_trail_of_who_it_is_about(desk: Desk) -> None:
    number = selecting.invite(desk)
    selecting.decide(desk, number)
    person = selecting.application(number).person_id
    acts = read_session().scalars(select(AuditRow.action).where(AuditRow.subject_id == person)).all()
    assert {"person.applied", "application.invited", "application.decided", "file.opened"} <= set(acts)


def test_what_was_withdrawn_is_neither_decided_nor_sent_again(desk: Desk) -> None:
    number = selecting.invite(desk)
    withdraw(desk, number)
    with pytest.raises(NotFound):
        selecting.decide(desk, number)
    with pytest.raises(NotFound):
        again(desk, number, "Kim Kandidaat", "kim@kandidaat.example")
    assert decision_of(read_session(), selecting.application(number)) is None
