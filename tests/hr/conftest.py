"""A house full of people for HR's pages."""

import pytest
from flask import Flask

from tests.hr.house import House, build


@pytest.fixture
def house(app: Flask) -> House:
    return build(app)
