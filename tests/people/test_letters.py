"""The letter for who has no e-mail address."""

import io

import pikepdf
import pytest
from flask import Flask

from kernel.errors import Unavailable
from people import letters, logos
from people.models import Organisation, Person, Team
from tests.pages import parse
from tests.people.test_organisation import picture

HOST = "https://maatstaf.test"


@pytest.fixture
def organisation() -> Organisation:
    return Organisation(
        name="Zorg & Co <Linde>",
        base_url=HOST,
        accent="#1f6f63",
        help_contact="HR, toestel 12",
        zone_name="Europe/Amsterdam",
        logo=logos.read_logo(picture("PNG")).png,
        logo_mime="image/png",
    )


def letter(name: str = "Noor Jansen", language: str = "nl") -> letters.Letter:
    person = Person(name=name, staff_number="D00012", language=language, team=Team(name="Nachtzorg"))
    return letters.Letter(person, "ABCD-EFGH-JKMN")


def test_a_letter_says_all_that_is_needed_to_come_in(app: Flask, organisation: Organisation) -> None:
    with app.test_request_context(base_url=HOST):
        html = letters.page(organisation, letter())
    text = "".join(parse(html).itertext())
    for needed in ("Noor Jansen", "Nachtzorg", "D00012", "ABCD-EFGH-JKMN", "maatstaf.test/code", "toestel 12"):
        assert needed in text
    assert "<Linde>" in text


def test_who_has_no_staff_number_comes_in_by_e_mail_address(app: Flask, organisation: Organisation) -> None:
    person = Person(name="Noor Jansen", email="noor+werk@delinde.example", language="nl")
    with app.test_request_context(base_url=HOST):
        text = "".join(parse(letters.page(organisation, letters.Letter(person, "ABCD"))).itertext())
        content = letters._content(organisation, letters.Letter(person, "ABCD"))
        expected = letters._qr(f"{HOST}/code?number=noor%2Bwerk%40delinde.example")
    assert "Vul je e-mailadres in: noor+werk@delinde.example" in text
    assert "None" not in text
    assert "personeelsnummer" not in text
    assert content["qr"] == expected


def test_letters_print_one_to_a_sheet_of_a4(app: Flask, organisation: Organisation) -> None:
    with app.test_request_context(base_url=HOST):
        printed = letters.pdf(organisation, [letter(), letter("Bram de Wit", "en"), letter("N" * 200)])
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == 3
        assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]


def test_letters_that_take_too_long_hold_nobody_up(app: Flask, organisation: Organisation) -> None:
    with app.test_request_context(base_url=HOST):
        with pytest.raises(Unavailable):
            letters.pdf(organisation, [letter()], seconds=0)
        assert letters.pdf(organisation, [letter()]).startswith(b"%PDF")


def test_no_name_makes_a_letter_read_a_file(app: Flask, organisation: Organisation) -> None:
    hostile = '<img src="file:///etc/hostname"><link rel="attachment" href="file:///etc/passwd">'
    with app.test_request_context(base_url=HOST):
        html = letters.page(organisation, letter(hostile))
        printed = letters.pdf(organisation, [letter(hostile)])
    assert hostile not in html
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.attachments) == 0
