"""A mailed link or a printed code lets one person choose a password, once."""

import re
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from kernel import clock, jobs
from kernel.audit import AuditRow
from kernel.database import Base, read_session, unit_of_work
from people.errors import LinkSpent, NoEmail, WrongCode
from people.models import Invitation, Person, SignIn
from people.services import account, invitations, passwords
from tests import factories
from tests.pages import Pages
from tests.people.parallel import at_once

NEW = "mijn nieuwe lange zin 7"


@pytest.fixture
def newcomer(app: Flask) -> Person:
    with app.app_context():
        return factories.person(name="Noor Jansen", password_hash=None)


def invite(person: Person) -> str:
    """The secret in the mail that the person got."""
    with unit_of_work() as session:
        invitations.invite(session, session.get_one(Person, person.id), None)
    return mailed_secret()


def mailed_secret() -> str:
    jobs.run_all()
    return re.findall(r"/invitation/([\w-]+)", newest_mail())[0]


def newest_mail() -> str:
    from email import message_from_bytes, policy

    from flask import current_app

    folder = Path(current_app.extensions["config"].mail_to)
    newest = max(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    message = message_from_bytes(newest.read_bytes(), policy=policy.default)
    return message.get_body(("plain",)).get_content()


def letter(person: Person) -> str:
    with unit_of_work() as session:
        return invitations.invite_by_letter(session, session.get_one(Person, person.id), None)


def test_a_link_survives_twenty_looks_and_is_redeemed_by_a_post(app: Flask, pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        secret = invite(newcomer)
    for _ in range(20):
        assert app.test_client().get(f"/invitation/{secret}", base_url=pages.base_url).status_code == 200
    assert app.test_client().head(f"/invitation/{secret}", base_url=pages.base_url).status_code == 200
    with app.app_context():
        assert read_session().scalar(select(Invitation.redeemed_at)) is None
    page = pages.get(f"/invitation/{secret}")
    assert "Welkom, Noor Jansen" in page.text
    assert len(list(page.root.find(".//main").iter("form"))) == 1
    pages.submit(page.form(), password=NEW, status=303, follow=False)
    assert "Noor Jansen" in pages.get("/account").text


def test_a_link_works_once(app: Flask, pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        secret = invite(newcomer)
    form = pages.get(f"/invitation/{secret}").form()
    pages.submit(form, password=NEW, status=303, follow=False)
    spent = Pages(app, pages.base_url).get(f"/invitation/{secret}", status=410)
    assert spent.heading == "Deze link werkt niet meer"
    with app.app_context(), pytest.raises(LinkSpent):
        invitations.redeem(secret, "nog een lange zin 88")


def test_who_has_a_spent_link_asks_for_a_new_one_there(app: Flask, pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        old = invite(newcomer)
        invite(newcomer)
    asked = pages.submit(pages.get(f"/invitation/{old}", status=410).form(), name=newcomer.email)
    assert asked.heading == "Kijk in je mail"
    with app.app_context():
        assert invitations.find(read_session(), mailed_secret()).kind == "recovery"


@pytest.mark.parametrize(("kind", "hours"), [("invitation", 14 * 24), ("recovery", 2)])
def test_a_link_expires(app: Flask, newcomer: Person, kind: str, hours: int) -> None:
    with app.app_context():
        secret = invite(newcomer)
        if kind == "recovery":
            invitations.ask_recovery(newcomer.email, "192.0.2.1")
            secret = mailed_secret()
        made = read_session().scalars(select(Invitation).order_by(Invitation.id.desc())).first().made_at
        with clock.moved_to(made + timedelta(hours=hours, seconds=-1)):
            assert invitations.find(read_session(), secret).kind == kind
        with clock.moved_to(made + timedelta(hours=hours)), pytest.raises(LinkSpent):
            invitations.find(read_session(), secret)


def test_who_left_comes_in_by_no_link(app: Flask, newcomer: Person) -> None:
    with app.app_context():
        secret = invite(newcomer)
        with unit_of_work() as session:
            session.get_one(Person, newcomer.id).left_on = clock.now().date() - timedelta(days=1)
            factories.audit.record(session, "test", actor=None)
        with pytest.raises(LinkSpent):
            invitations.redeem(secret, NEW)


def test_a_weak_password_leaves_the_link_as_it_was(app: Flask, pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        secret = invite(newcomer)
    form = pages.get(f"/invitation/{secret}").form()
    assert "te kort" in pages.submit(form, password="kort", status=422).text
    again = pages.submit(form, password="noor jansen noor", status=422)
    assert "niet te raden" in again.text
    pages.submit(again.form(), password=NEW, status=303, follow=False)


def test_the_field_can_be_read_without_script(app: Flask, pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        secret = invite(newcomer)
    page = pages.get(f"/invitation/{secret}")
    assert [i.get("type") for i in page.root.iter("input") if i.get("name") == "password"] == ["password"]
    shown = pages.get(page.links()["Laat zien wat ik typ"])
    assert [i.get("type") for i in shown.root.iter("input") if i.get("name") == "password"] == ["text"]


def test_two_that_redeem_at_once_make_one_winner(either_app: Flask) -> None:
    with either_app.app_context():
        person = factories.person(password_hash=None)
        secret = invite(person)
    tries = iter([f"de {word} lange zin" for word in ("eerste", "tweede", "derde", "vierde")])
    got = at_once(either_app, 4, lambda: invitations.redeem(secret, next(tries)))
    assert sum(isinstance(answer, str) for answer in got) == 1
    assert sum(isinstance(answer, LinkSpent) for answer in got) == 3
    with either_app.app_context():
        assert read_session().scalar(select(func.count()).select_from(SignIn)) == 1


def test_a_secret_is_nowhere_in_the_database(app: Flask, newcomer: Person) -> None:
    with app.app_context():
        with unit_of_work() as session:
            invitations.invite(session, session.get_one(Person, newcomer.id), None)
        before = stored()
        secret = mailed_secret()
        code = letter(newcomer)
        invitations.redeem_code(newcomer.staff_number, code, NEW, "192.0.2.1")
        after = stored()
    for needle in (secret, code, code.replace("-", ""), NEW):
        assert needle.encode() not in before + after


def stored() -> bytes:
    """Every value of every table, the sealed words of mails included, and the file itself."""
    session = read_session()
    rows = [session.execute(select(table)).all() for table in Base.metadata.sorted_tables]
    values = [
        value if isinstance(value, bytes) else str(value).encode() for table in rows for row in table for value in row
    ]
    path = session.execute(text("PRAGMA database_list")).one()[2]
    session.rollback()
    files = [Path(path + suffix) for suffix in ("", "-wal")]
    return b"\n".join(values + [file.read_bytes() for file in files if file.exists()])


def test_no_answer_hands_the_secret_to_another_host(app: Flask, pages: Pages, newcomer: Person) -> None:
    with app.app_context():
        secret = invite(newcomer)
    headers = pages.get(f"/invitation/{secret}").response.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"


def test_a_link_starts_with_the_fixed_address_whatever_was_asked(app: Flask, pages: Pages) -> None:
    with app.app_context():
        person = factories.person()
    local = Pages(app, "https://localhost")
    local.submit(local.get("/recovery").form(), name=person.email)
    with app.app_context():
        jobs.run_all()
        assert "https://maatstaf.test/invitation/" in newest_mail()
        assert "localhost" not in newest_mail()


def test_recovery_answers_the_same_and_does_the_same_work(app: Flask) -> None:
    with app.app_context():
        known = factories.person()
        unreachable = factories.person(email=None)
    answers, work = set(), set()
    for name in (known.email, unreachable.staff_number, "niemand@delinde.example"):
        pages = Pages(app, "https://maatstaf.test")
        answers.add(pages.submit(pages.get("/recovery").form(), name=name).text)
        with app.app_context():
            session = read_session()
            asked = select(AuditRow.action, AuditRow.actor_id).order_by(AuditRow.id.desc())
            work.add((session.execute(asked).first(), session.scalar(select(func.count()).select_from(Invitation))))
    assert len(answers) == len(work) == 1
    with app.app_context():
        jobs.run_all()
        assert read_session().scalars(select(Invitation.person_id)).all() == [known.id]


def test_a_worker_that_dies_halfway_mails_once(app: Flask) -> None:
    with app.app_context():
        person = factories.person()
        invitations.ask_recovery(person.email, "192.0.2.1")
        job = read_session().scalars(select(jobs.Job)).one()
        invitations._recover(job)
        invitations._recover(job)
        assert read_session().scalar(select(func.count()).select_from(Invitation)) == 1


def test_recovery_is_limited_for_an_account(app: Flask, pages: Pages) -> None:
    with app.app_context():
        person = factories.person()
    for name in (person.email, person.staff_number, "niemand@delinde.example"):
        pages.submit(pages.get("/recovery").form(), name=name)
    pages.submit(pages.get("/recovery").form(), name=person.email)
    pages.submit(pages.get("/recovery").form(), name=person.email, status=429)
    for _ in range(2):
        pages.submit(pages.get("/recovery").form(), name="niemand@delinde.example")
    pages.submit(pages.get("/recovery").form(), name="niemand@delinde.example", status=429)


def test_recovery_ends_other_sessions_and_tells_the_person(app: Flask, pages: Pages) -> None:
    with app.app_context():
        person = factories.person()
        invitations.ask_recovery(person.email, "192.0.2.1")
        secret = mailed_secret()
    other = Pages(app, pages.base_url).sign_in(person)
    pages.submit(pages.get(f"/invitation/{secret}").form(), password=NEW, status=303, follow=False)
    other.get("/account", status=303, follow=False)
    with app.app_context():
        jobs.run_all()
        assert "Je wachtwoord voor Maatstaf is zojuist veranderd" in newest_mail()


def test_a_new_invitation_withdraws_the_old_one(app: Flask, newcomer: Person) -> None:
    with app.app_context():
        old = invite(newcomer)
        code = letter(newcomer)
        with pytest.raises(LinkSpent):
            invitations.redeem(old, NEW)
        assert invitations.redeem_code(newcomer.staff_number, code, NEW, "192.0.2.1")


def test_a_recovery_takes_no_invitation_or_letter_away_until_it_is_used(app: Flask, newcomer: Person) -> None:
    with app.app_context():
        code = letter(newcomer)
        invitations.ask_recovery(newcomer.email, "192.0.2.1")
        jobs.run_all()
        assert invitations.redeem_code(newcomer.staff_number, code, NEW, "192.0.2.1")


@pytest.mark.parametrize("kind", ["invitation", "letter"])
def test_a_recovery_that_is_used_withdraws_the_invitation_and_the_letter(
    app: Flask, newcomer: Person, kind: str
) -> None:
    with app.app_context():
        old = invite(newcomer) if kind == "invitation" else letter(newcomer)
        invitations.ask_recovery(newcomer.email, "192.0.2.1")
        invitations.redeem(mailed_secret(), NEW)
        with pytest.raises(LinkSpent if kind == "invitation" else WrongCode):
            if kind == "invitation":
                invitations.redeem(old, NEW)
            else:
                invitations.redeem_code(newcomer.staff_number, old, NEW, "192.0.2.1")


def test_of_a_letter_and_a_recovery_used_at_once_one_wins(either_app: Flask) -> None:
    with either_app.app_context():
        newcomer = factories.person(password_hash=None)
        code = letter(newcomer)
        invitations.ask_recovery(newcomer.email, "192.0.2.1")
        secret = mailed_secret()
    by_link = partial(invitations.redeem, secret, NEW)
    by_code = partial(invitations.redeem_code, newcomer.staff_number, code, NEW, "192.0.2.1")
    ways = iter([by_link, by_code])

    def come_in() -> str:
        return next(ways)()

    got = at_once(either_app, 2, come_in)
    assert sorted(isinstance(each, str) for each in got) == [False, True]
    assert any(isinstance(each, LinkSpent | WrongCode) for each in got)


def test_a_new_password_withdraws_a_recovery_that_is_open(app: Flask) -> None:
    with app.app_context():
        person = factories.person()
        invitations.ask_recovery(person.email, "192.0.2.1")
        secret = mailed_secret()
        account.change_password(person.id, factories.PASSWORD, NEW)
        with pytest.raises(LinkSpent):
            invitations.redeem(secret, NEW)


def test_who_has_no_address_gets_no_mail(app: Flask) -> None:
    with app.app_context():
        person = factories.person(email=None)
        with pytest.raises(NoEmail), unit_of_work() as session:
            invitations.invite(session, session.get_one(Person, person.id), None)


def test_the_new_password_is_hashed_by_argon2(app: Flask, newcomer: Person) -> None:
    with app.app_context():
        invitations.redeem(invite(newcomer), NEW)
        stored_hash = read_session().get_one(Person, newcomer.id).password_hash
        assert stored_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        assert passwords.is_right(stored_hash, NEW)


@pytest.mark.parametrize("path", ["/invitation/x", "/recovery", "/code", "/sign-out", "/session/extension"])
def test_a_post_from_another_site_is_refused(app: Flask, path: str) -> None:
    headers = {"Origin": "https://evil.example"}
    assert app.test_client().post(path, data={}, base_url="https://maatstaf.test", headers=headers).status_code == 400
