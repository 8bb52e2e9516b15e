"""A candidate, the secret of their link, and the browser that claimed it."""

import pytest
from flask import Flask

from people.models import Person
from tests import factories
from tests.pages import Pages
from tests.people.doors import begin


@pytest.fixture
def candidate(app: Flask) -> Person:
    with app.app_context():
        return factories.candidate(name="Karim Kandidaat", email="karim@post.example")


@pytest.fixture
def secret(app: Flask, candidate: Person) -> str:
    with app.app_context():
        return factories.doorway(candidate)


@pytest.fixture
def phone(pages: Pages, secret: str) -> Pages:
    """The browser that claimed the doorway."""
    begin(pages, secret)
    return pages
