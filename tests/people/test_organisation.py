"""The organisation: set up once by who runs the server; its look safe; its address fixed in time."""

import io
import struct
import threading

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from kernel.database import read_session, unit_of_work
from people import logos
from people.errors import BaseUrlFixed, LogoIsDrawing, LogoTooLarge, LogoUnreadable, NoColour
from people.models import Organisation, Person
from people.permissions import Role
from people.services import organisation
from tests import factories
from tests.conftest import make_app
from tests.pages import Pages
from tests.people.parallel import at_once

GIVEN = {
    "organisation": "Zorggroep De Linde",
    "name": "Bea Heer",
    "email": "Bea@DeLinde.example",
    "password": "een lange zin van bea 1",
}
TYPED = {**GIVEN, "is_right_address": "y"}


@pytest.fixture
def empty_app(tmp_path, sqlite_url: str) -> Flask:
    return make_app(tmp_path, sqlite_url)


@pytest.fixture
def newly(empty_app: Flask) -> Pages:
    return Pages(empty_app, "https://maatstaf.test")


def code_of(app: Flask) -> str:
    with app.app_context():
        return organisation.set_up_code()


def test_the_first_visit_leads_to_the_set_up(newly: Pages) -> None:
    assert newly.get("/").heading == "Richt Maatstaf in"


def test_who_knows_the_code_sets_up_and_is_in(newly: Pages, empty_app: Flask) -> None:
    form = newly.get("/set-up").form()
    page = newly.submit(form, code=code_of(empty_app).lower(), **TYPED)
    assert page.heading == "Begin hier"
    assert "Bea Heer" in newly.get("/account").text
    with empty_app.app_context():
        person = read_session().scalars(select(Person)).one()
        made = read_session().get_one(Organisation, 1)
        assert person.roles == {Role.EMPLOYEE, Role.ADMINISTRATOR, Role.HR}
        assert (person.email, made.mail_from, made.base_url) == (
            "bea@delinde.example",
            "bea@delinde.example",
            "https://maatstaf.test",
        )


def test_a_wrong_code_sets_up_nothing_and_keeps_what_was_typed(newly: Pages, empty_app: Flask) -> None:
    answer = newly.submit(newly.get("/set-up").form(), code="00000000", **TYPED, status=422)
    assert "Deze code klopt niet" in answer.text
    assert answer.form().values()["organisation"] == ["Zorggroep De Linde"]
    with empty_app.app_context():
        assert read_session().get(Organisation, 1) is None


def test_the_address_is_shown_and_confirmed_before_anything_is_made(newly: Pages, empty_app: Flask) -> None:
    page = newly.get("/set-up")
    assert "Dit adres klopt: https://maatstaf.test" in page.text
    answer = newly.submit(page.form(), code=code_of(empty_app), **GIVEN, status=422)
    assert "Klopt het adres, zet dan hier een vinkje" in answer.text
    with empty_app.app_context():
        assert read_session().get(Organisation, 1) is None


@pytest.mark.parametrize("field", ["code", *GIVEN])
def test_nothing_may_be_left_out(newly: Pages, empty_app: Flask, field: str) -> None:
    given = {"code": code_of(empty_app), **TYPED, field: ""}
    newly.submit(newly.get("/set-up").form(), **given, status=422)


@pytest.mark.parametrize("email", ["bea", "bea@", "@x.nl", "bea@x", "a b@x.nl", "bea@x.nl\nBcc: een@ander.nl"])
def test_an_address_is_whole(newly: Pages, empty_app: Flask, email: str) -> None:
    given = {"code": code_of(empty_app), **TYPED, "email": email}
    newly.submit(newly.get("/set-up").form(), **given, status=422)


def test_once_set_up_the_page_is_gone(pages: Pages, app: Flask) -> None:
    pages.get("/set-up", status=404)
    csrf = pages.get("/session").response.get_json()["csrf"]
    pages.post("/set-up", {"csrf_token": csrf, "code": code_of(app), **TYPED}, status=404)


def test_two_that_set_up_at_once_make_one_organisation(empty_app: Flask) -> None:
    code = code_of(empty_app)
    got = at_once(empty_app, 3, lambda: organisation.set_up(code=code, base_url="https://maatstaf.test", **GIVEN))
    assert sum(isinstance(answer, str) for answer in got) == 1
    with empty_app.app_context():
        assert read_session().scalar(select(func.count()).select_from(Person)) == 1


def test_the_command_prints_the_code(empty_app: Flask) -> None:
    printed = empty_app.test_cli_runner().invoke(args=["set-up-code"]).output.strip()
    assert printed.replace("-", "") == code_of(empty_app)


def test_details_words_and_look_are_kept(app: Flask) -> None:
    with app.app_context():
        actor = factories.person(Role.HR)
        with unit_of_work() as session:
            organisation.update_details(
                session,
                actor,
                name="De Linde",
                signatory_name="A. Bes",
                signatory_role="bestuurder",
                zone_name="Europe/Amsterdam",
                mail_from="hr@delinde.example",
                help_contact="HR, toestel 12",
            )
            organisation.update_words(session, actor, {"fg_contact": " Mira ", "leeg": " "})
            organisation.update_look(session, actor, accent="A3C", logo=logos.read_logo(picture("PNG")))
        known = read_session().get_one(Organisation, 1)
        assert (known.name, known.words, known.accent, known.logo_mime) == (
            "De Linde", {"fg_contact": "Mira"}, "#aa33cc", "image/png"
        )  # fmt: skip


def test_a_logo_stays_until_it_is_removed(app: Flask) -> None:
    with app.app_context():
        actor = factories.person(Role.HR)
        for keeps, options in ((True, {}), (False, {"removes_logo": True})):
            with unit_of_work() as session:
                organisation.update_look(session, actor, accent="#112233", logo=logos.read_logo(picture("PNG")))
            with unit_of_work() as session:
                organisation.update_look(session, actor, accent="#112233", **options)
            assert (read_session().get_one(Organisation, 1).logo_mime is not None) is keeps


@pytest.mark.parametrize("accent", ["rood", "#12", "#12345g", "", "#112233;}"])
def test_what_is_no_colour_is_refused(app: Flask, accent: str) -> None:
    with app.app_context():
        actor = factories.person(Role.HR)
        with pytest.raises(NoColour), unit_of_work() as session:
            organisation.update_look(session, actor, accent=accent)


def test_a_move_that_waits_for_the_first_certificate_is_refused(either_app: Flask) -> None:
    got: list[object] = []

    def move() -> None:
        with either_app.app_context():
            try:
                with unit_of_work() as session:
                    organisation.change_base_url(session, factories.Person(id=1), "https://elders.example")
            except BaseUrlFixed as refusal:
                got.append(refusal)

    mover = threading.Thread(target=move)
    with either_app.app_context(), unit_of_work() as session:
        organisation.fix_base_url(session)
        session.flush()
        mover.start()
        mover.join(timeout=0.5)  # held up by the lock, not by us
    mover.join()
    assert [type(each) for each in got] == [BaseUrlFixed]
    with either_app.app_context():
        assert read_session().get_one(Organisation, 1).base_url == "https://maatstaf.test"


def test_the_address_moves_until_the_first_certificate(app: Flask) -> None:
    with app.app_context():
        actor = factories.person(Role.HR)
        with unit_of_work() as session:
            organisation.change_base_url(session, actor, "https://leren.delinde.example/pad?x")
        with unit_of_work() as session:
            assert organisation.fix_base_url(session).base_url == "https://leren.delinde.example"
        first = read_session().get_one(Organisation, 1).base_url_fixed_at
        with unit_of_work() as session:
            organisation.fix_base_url(session)
        assert read_session().get_one(Organisation, 1).base_url_fixed_at == first
        with pytest.raises(BaseUrlFixed), unit_of_work() as session:
            organisation.change_base_url(session, actor, "https://elders.example")


def picture(kind: str, size: tuple[int, int] = (40, 20), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#1f6f63").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_as_png(kind: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "canary-in-exif"
    logo = logos.read_logo(picture(kind, exif=exif) + b"<script>canary-after-the-end</script>")
    assert logo.png.startswith(b"\x89PNG")
    assert b"canary" not in logo.png


def test_a_large_logo_is_made_to_fit() -> None:
    with Image.open(io.BytesIO(logos.read_logo(picture("PNG", (3000, 1000))).png)) as shown:
        assert shown.size == (1200, 400)


@pytest.mark.parametrize(
    ("upload", "refusal"),
    [
        (b"<?xml version='1.0'?><SVG xmlns='http://www.w3.org/2000/svg'/>", LogoIsDrawing),
        (b"GIF89a" + bytes(40), LogoUnreadable),
        (b"", LogoUnreadable),
        (b"%PDF-1.7", LogoUnreadable),
        (picture("PNG")[:40], LogoUnreadable),
        (bytes(2 * 1024 * 1024 + 1), LogoTooLarge),
        (picture("PNG", (1, 1)).replace(struct.pack(">II", 1, 1), struct.pack(">II", 60000, 60000)), LogoUnreadable),
    ],
)
def test_what_is_no_picture_is_refused(upload: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        logos.read_logo(upload)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_drawn() -> None:
    out = io.BytesIO()
    Image.new("1", (5000, 4000)).save(out, "PNG")
    with pytest.raises(LogoTooLarge):
        logos.read_logo(out.getvalue())
