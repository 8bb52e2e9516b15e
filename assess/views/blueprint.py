"""The blueprint of assessment."""

from flask import Blueprint

assess = Blueprint("assess", __name__)
