"""A list as a file: counted and confirmed, made at once when it is short and by the worker when it is long."""

from flask import Response as Download, make_response, redirect, render_template, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from hr.forms.exports import ExportForm
from hr.services import exports
from hr.services.exports import Arguments
from kernel.database import read_session, unit_of_work
from people import access


def export_page(
    name: str, title: str, arguments: Arguments, form: ExportForm | None = None, status: int = 200
) -> Response:
    """Name how many rows would leave the house, before they do."""
    size = exports.size(read_session(), name, arguments, actor=access.me().id)
    page = render_template(
        "hr/export.html",
        form=form or ExportForm(),
        title=title,
        size=size,
        is_long=size > exports.MOST_AT_ONCE,
        send_to=url_for(f"hr.export_{name}", **arguments),
        back_to=url_for(f"hr.{name}", **arguments),
        arguments=arguments,
    )
    return make_response(page, status)


def export(name: str, title: str, arguments: Arguments) -> Response:
    """The file, or the page where it will be."""
    form = ExportForm()
    if not form.validate_on_submit():
        return export_page(name, title, arguments, form, 422)
    kind = form.kind.data
    if not exports.is_long(read_session(), name, arguments, actor=access.me().id):
        return attachment(exports.make(name, kind, arguments, actor=access.me().id), name, kind)
    with unit_of_work() as session:
        language = str(get_locale() or "nl")[:2]
        job = exports.order(session, name, kind, arguments, language, actor=access.actor(session).id)
    return redirect(url_for("hr.export", job_id=job.id), 303)


def attachment(data: object, name: str, kind: str) -> Response:
    """A file to keep, never to show; `data` is bytes or pieces of them."""
    response = Download(data, content_type=exports.FORMATS[kind])  # type: ignore[arg-type]
    response.headers.set("Content-Disposition", "attachment", filename=exports.file_name(name, kind))
    return response
