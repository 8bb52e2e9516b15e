"""The organisation's settings."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from PIL import Image

from certificates import queries as certificates
from certificates.paper_content import accreditation_number
from courses.catalogue import load_library
from courses.models import CourseRules
from courses.queries import person_record
from courses.services.content import import_library
from hr.blanks import blanks
from hr.first_steps import first_steps
from kernel import clock
from kernel.database import read_session, unit_of_work
from people.models import Organisation
from people.permissions import Role
from people.services import organisation
from tests import factories
from tests.conftest import BASE_URL
from tests.courses import taught
from tests.pages import Pages

PATHS = ("/settings", "/settings/organisation", "/settings/look", "/settings/words")


@pytest.fixture
def hr_pages(app: Flask) -> Pages:
    with app.app_context():
        hr = factories.person(Role.HR)
    return Pages(app, BASE_URL).sign_in(hr)


@pytest.fixture
def administrator_pages(app: Flask) -> Pages:
    with app.app_context():
        administrator = factories.person(Role.ADMINISTRATOR)
    return Pages(app, BASE_URL).sign_in(administrator)


def kept(pages: Pages) -> Organisation:
    with pages.app.app_context():
        return read_session().get_one(Organisation, 1)


def test_the_index_says_what_is_still_to_be_filled_in(hr_pages: Pages) -> None:
    assert "wie tekent" in hr_pages.get("/settings").text
    values = {"signatory_name": "Els Prins", "help_contact": "bel 088", "mail_from": "leren@zorg.example"}
    page = hr_pages.submit(hr_pages.get("/settings/organisation").form(), **values)
    assert "wie tekent" not in page.text
    assert kept(hr_pages).signatory_name == "Els Prins"


def test_the_words_say_what_is_still_empty_and_where_it_is_used(hr_pages: Pages) -> None:
    count = len(blanks("nl"))
    page = hr_pages.get("/settings/words")
    assert f"Nog {count} leeg" in page.text
    assert "Staat in:" in page.text
    assert "Bijvoorbeeld:" in page.text
    hr_pages.submit(page.form(), fg_contact="Mira, 088 1")
    assert kept(hr_pages).words == {"fg_contact": "Mira, 088 1"}
    assert f"Nog {count - 1} leeg" in hr_pages.get("/settings/words").text
    hr_pages.submit(hr_pages.get("/settings/words").form(), fg_contact=" ")
    assert kept(hr_pages).words == {}


def test_a_logo_is_drawn_anew_and_a_light_colour_is_made_readable(hr_pages: Pages) -> None:
    picture = BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "JPEG", comment=b"<script>")
    token = hr_pages.get("/settings/look").form().values()["csrf_token"][0]
    data = {"csrf_token": token, "accent": "#ffee00", "logo": (BytesIO(picture.getvalue()), "x.jpg")}
    hr_pages.post("/settings/look", data, content_type="multipart/form-data")
    served = hr_pages.get("/logo").response
    assert served.data.startswith(b"\x89PNG")
    assert b"<script>" not in served.data
    assert "te licht om te lezen" in hr_pages.get("/settings/look").text


def test_a_colour_is_tried_before_it_is_kept(hr_pages: Pages) -> None:
    before = kept(hr_pages).accent
    page = hr_pages.get("/settings/look?accent=%23224488")
    assert page.form("/settings/look").values()["accent"] == ["#224488"]
    assert "#224488" in hr_pages.get("/settings/preview.css?accent=%23224488").response.text
    hr_pages.get("/settings/preview.css?accent=red}body{display:none", status=404)
    assert kept(hr_pages).accent == before


@pytest.mark.parametrize("upload", [b"<svg xmlns='x'/>", b"GIF89a", b"\x89PNG\r\n\x1a\n" + b"x" * 99])
def test_what_is_no_picture_is_refused(hr_pages: Pages, upload: bytes) -> None:
    token = hr_pages.get("/settings/look").form().values()["csrf_token"][0]
    data = {"csrf_token": token, "accent": "#224488", "logo": (BytesIO(upload), "x.png")}
    hr_pages.post("/settings/look", data, status=422, content_type="multipart/form-data")
    assert kept(hr_pages).logo_mime is None


def test_the_address_is_the_administrators_for_mailed_links_go_there(hr_pages: Pages) -> None:
    hr_pages.get("/settings/address", status=404)
    assert "Ligt vast vanaf" not in hr_pages.get("/settings").text


def test_the_address_changes_until_the_first_certificate(administrator_pages: Pages) -> None:
    form = administrator_pages.get("/settings/address").form()
    administrator_pages.submit(form, status=422, base_url="https://leren.zorg.example")
    for wrong in (
        "leren.zorg.example",
        "https://a.example/x",
        "javascript:alert(1)",
        "https://u:p@a.example",
        "https://[",
    ):
        administrator_pages.submit(form, status=422, base_url=wrong, is_sure="y")
    administrator_pages.submit(form, base_url="https://leren.zorg.example", is_sure="y")
    assert kept(administrator_pages).base_url == "https://leren.zorg.example"
    with administrator_pages.app.app_context(), unit_of_work() as session:
        organisation.fix_base_url(session)
    page = administrator_pages.submit(form, status=422, base_url="https://other.example", is_sure="y")
    assert "ligt vast" in page.text
    assert kept(administrator_pages).base_url == "https://leren.zorg.example"


def test_rules_of_a_course_hold_within_their_bounds(hr_pages: Pages) -> None:
    with hr_pages.app.app_context(), unit_of_work() as session:
        import_library(session, load_library(), is_material=True, actor=None)
    assert "Regels van" in hr_pages.get("/settings").text
    form = hr_pages.get("/settings/rules/avg").form()
    for wrong in ("49", ""):
        assert "Vul een heel getal in van 50 tot en met 100." in hr_pages.submit(form, status=422, pass_mark=wrong).text
    hr_pages.submit(form, status=422, reminder_days="14, 14")
    hr_pages.submit(form, status=422, reminder_days="soon")
    hr_pages.submit(form, pass_mark="90", reminder_days="-1, 14,3")
    with hr_pages.app.app_context():
        rules = read_session().get_one(CourseRules, "avg")
        assert (rules.pass_mark, rules.reminder_days) == (90, [14, 3, -1])
    hr_pages.get("/settings/rules/unknown", status=404)


@pytest.fixture
def rules_pages(hr_pages: Pages) -> Pages:
    with hr_pages.app.app_context():
        taught.publish()
    return hr_pages


def test_how_long_answers_are_kept_is_a_setting_that_the_learner_reads(rules_pages: Pages) -> None:
    with rules_pages.app.app_context():
        learner = taught.learner("avg")
    form = rules_pages.get("/settings/rules/avg").form()
    assert form.values()["answers_kept_months"] == ["12"]
    for wrong in ("0", "85", "lang"):
        rules_pages.submit(form, status=422, answers_kept_months=wrong)
    rules_pages.submit(form, answers_kept_months="18")
    course = rules_pages.sign_in(learner.person).get(f"/enrolments/{learner.enrolment_id}")
    assert "Je antwoorden tot 18 maanden nadat je certificaat is verlopen" in course.text


def test_an_accreditation_stands_on_certificates_from_then_on(rules_pages: Pages) -> None:
    def accreditation() -> str:
        with rules_pages.app.app_context():
            learner = taught.learner().finish()
            (record,) = person_record(read_session(), learner.person)
            assert record.certificate is not None
            sealed = certificates.sealed(read_session(), record.certificate)
            assert sealed is not None
            return accreditation_number(sealed.credential["credentialSubject"]["achievement"])

    assert accreditation() == ""
    form = rules_pages.get("/settings/rules/snelstart").form()
    rules_pages.submit(form, status=422, accreditation="9" * 61)
    rules_pages.submit(form, accreditation=" ID 512345 ")
    assert accreditation() == "ID 512345"
    rules_pages.submit(rules_pages.get("/settings/rules/snelstart").form(), accreditation="")
    assert accreditation() == ""


def test_a_renewal_opens_after_the_certificate_was_earned(rules_pages: Pages) -> None:
    form = rules_pages.get("/settings/rules/avg").form()
    refused = rules_pages.submit(form, status=422, valid_months="2", window_days="59")
    assert "Vul hoogstens 58 in" in refused.text
    assert refused.form().values()["window_days"] == ["59"]
    rules_pages.submit(form, status=422, valid_months="12", window_days="365")
    rules_pages.submit(form, status=422, valid_months="9" * 20, window_days="60")
    rules_pages.submit(form, valid_months="2", window_days="58")


def test_the_first_steps_follow_what_was_done(hr_pages: Pages) -> None:
    def states() -> list[str]:
        with hr_pages.app.test_request_context(base_url=BASE_URL):
            return [step.state for step in first_steps(read_session())]

    assert states() == ["current", "later", "later"]
    hr_pages.submit(hr_pages.get("/settings/words").form(), **{blank.key: "x" for blank in blanks("nl")})
    assert states() == ["done", "current", "later"]
    with hr_pages.app.app_context():
        factories.person(started_on=clock.now().date() - timedelta(days=1))
    assert states() == ["done", "done", "current"]


@pytest.mark.parametrize("path", PATHS)
def test_settings_are_there_for_who_sets_up(app: Flask, path: str) -> None:
    Pages(app, BASE_URL).get(path, status=303, follow=False)
    with app.app_context():
        auditor = factories.person(Role.AUDITOR)
    Pages(app, BASE_URL).sign_in(auditor).get(path, status=404)
