"""The demo's mailbox shows what people would get, and does nothing a mail asks for."""

from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from kernel import jobs
from kernel.errors import NotFound
from people.services import invitations
from tests import factories
from tests.pages import Pages
from web import mailbox


@pytest.fixture
def demo(app: Flask) -> Iterator[Pages]:
    app.extensions["config"] = replace(app.extensions["config"], is_demo=True)
    return Pages(app, "https://maatstaf.test")


@pytest.fixture
def folder(app: Flask) -> Path:
    return Path(app.extensions["config"].mail_to)


def put(folder: Path, name: str, subject: str, *, html: str = "<p>Dag</p>", day: int = 1, text: str = "Dag") -> None:
    message = EmailMessage()
    message["Subject"], message["From"] = subject, "hr@delinde.example"
    message["To"] = "Noor Jansen <noor@delinde.example>"
    message["Date"] = f"0{day} May 2026 10:00:00 +0000"
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


def test_outside_a_demo_there_is_no_mailbox(pages: Pages, folder: Path) -> None:
    put(folder, "a", "Geheim")
    pages.get("/mailbox", status=404)
    pages.get("/mailbox/a", status=404)


def test_an_empty_mailbox_says_what_comes_here(demo: Pages) -> None:
    assert "Er zijn nog geen mails" in demo.get("/mailbox").text


def test_the_newest_mail_stands_first(demo: Pages, folder: Path) -> None:
    for day in (2, 3, 1):
        put(folder, f"mail{day}", f"Dag {day}", day=day)
    subjects = [name for name in demo.get("/mailbox").links() if name.startswith("Dag")]
    assert subjects == ["Dag 3", "Dag 2", "Dag 1"]


def test_a_long_list_comes_in_pages_the_newest_first(demo: Pages, folder: Path) -> None:
    for number in range(1, 54):
        put(folder, f"mail{number:02}", f"Mail {number}", text="sleutel")
    first, second = (
        [name for name in demo.get(f"/mailbox?q=sleutel&page={page}").links() if name.startswith("Mail ")]
        for page in (1, 2)
    )
    assert (len(first), first[0], second) == (50, "Mail 53", ["Mail 3", "Mail 2", "Mail 1"])
    assert demo.get("/mailbox?q=sleutel").links()["Volgende"] == "/mailbox?q=sleutel&page=2"


def test_a_search_finds_subject_receiver_and_words(demo: Pages, folder: Path) -> None:
    put(folder, "a", "Welkom", text="over de sleutel")
    put(folder, "b", "Herinnering")
    assert "Herinnering" not in demo.get("/mailbox?q=SLEUTEL").text
    assert "Herinnering" in demo.get("/mailbox?q=noor").text
    assert "geen mail met “niets”" in demo.get("/mailbox?q=niets").text


def test_an_invitation_is_followed_from_the_mailbox(app: Flask, demo: Pages) -> None:
    with app.app_context():
        person = factories.person(name="Noor Jansen", password_hash=None)
        with factories.unit_of_work() as session:
            invitations.invite(session, session.get_one(factories.Person, person.id), None)
        jobs.run_all()
    listed = demo.get("/mailbox").links()
    mail = demo.get(next(address for subject, address in listed.items() if subject.startswith("Welkom bij Maatstaf")))
    assert demo.get(mail.links()["Kies je wachtwoord"]).heading == "Kies je wachtwoord"


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)" style="color:red">Dag</p>',
        '<a href="javascript:alert(1)">klik</a>',
        '<img src="https://evil.example/x.png">',
        '<iframe src="https://evil.example"></iframe>',
        '<form action="https://evil.example"><input name="x"></form>',
        "<h1>Nog een kop</h1>",
    ],
)
def test_a_mail_can_do_nothing(demo: Pages, folder: Path, html: str) -> None:
    put(folder, "a", "Kop", html=html)
    page = demo.get("/mailbox/a")
    shown = page.response.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]
    assert shown.count("<h1") == 1
    assert not any(word in shown for word in ("<script", "alert", "evil", "style=", "<img", "<form", "Nog een kop"))


def test_addresses_in_plain_text_can_be_clicked() -> None:
    assert mailbox.linked("Zie https://maatstaf.test/a?b=1. Dag <https://x.test>") == [
        ("Zie ", False),
        ("https://maatstaf.test/a?b=1", True),
        (". Dag <", False),
        ("https://x.test", True),
        (">", False),
    ]


@pytest.mark.parametrize("name", ["nergens", "../master", "..", ".verborgen", "a\0b", "/etc/hostname"])
def test_a_name_opens_nothing_else(folder: Path, name: str) -> None:
    for outside in (folder.parent / "master.eml", folder / ".verborgen.eml"):
        outside.write_text("Subject: geheim\n\ngeheim")
    with pytest.raises(NotFound):
        mailbox.read(str(folder), name)
