from flask import Blueprint

from people import crockford

certificates = Blueprint("certificates", __name__)


@certificates.app_template_filter()
def certificate_number(public_id: str) -> str:
    """A certificate's number in groups, as it stands on paper."""
    return crockford.grouped(public_id)
