"""What a colleague who takes part asked one person to arrange; nobody else reads it."""

from flask import render_template

from assess.queries.needs import helped, needs_of
from assess.views.blueprint import assess
from kernel.database import read_session
from people import access
from people.permissions import Permission


@assess.get("/helping/<int:number>")
@access.requires(Permission.TAKE_PART)
def helping(number: int) -> str:
    asked = helped(read_session(), access.me(), number)
    return render_template("assess/helping.html", incumbent=asked, needs=needs_of(asked))
