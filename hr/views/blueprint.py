"""The blueprint of HR's desk."""

from flask import Blueprint

hr = Blueprint("hr", __name__)
