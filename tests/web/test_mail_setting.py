"""A house that sends no mail says so, to who starts it and to who looks after it."""

from dataclasses import replace

import pytest
from flask import Flask

from people.permissions import Role
from tests import factories
from tests.conftest import BASE_URL
from tests.pages import Pages
from web.app import create_app

TITLE = "Er gaat nog geen mail de deur uit"


@pytest.mark.parametrize(
    ("given", "is_said"),
    [({}, True), ({"mail": "smtp://localhost:2525"}, False), ({"is_demo": True}, False)],
)
def test_no_mail_server_is_said_at_the_start_and_on_the_desk(
    app: Flask, caplog: pytest.LogCaptureFixture, given: dict[str, object], is_said: bool
) -> None:
    caplog.clear()
    started = create_app(replace(app.extensions["config"], **given))
    assert ("MAATSTAF_MAIL is not set" in caplog.text) is is_said
    with started.app_context():
        administrator = factories.person(Role.ADMINISTRATOR, Role.HR)
    pages = Pages(started, BASE_URL).sign_in(administrator)
    for path in ("/desk", "/settings", "/mails"):
        page = pages.get(path)
        assert (TITLE in page.text) is is_said
        assert ("MAATSTAF_MAIL" in page.text) is is_said
