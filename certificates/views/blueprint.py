from flask import Blueprint

certificates = Blueprint("certificates", __name__)
