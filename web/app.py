"""`create_app()`: everything comes together here, and nothing starts that is not declared."""

from collections.abc import MutableMapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, abort, request
from flask.templating import Environment
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from kernel import outbox
from kernel.database import Database, close_read_session
from kernel.numbers import ROW_NUMBER
from people import access
from web import assets, commands, context, errors, filters, languages, logs, security, unlocking
from web.config import ROOT, Config
from web.packages import BLUEPRINTS

LARGEST_REQUEST = 12 * 1024 * 1024
LARGEST_FIELDS = 1024 * 1024  # of a form without its files


class RowNumber(IntegerConverter):
    """A number in an address; one that no row can have is not there."""

    regex = ROW_NUMBER


class Templates(Environment):
    """Jinja's, with a template's globals in one dict: each import compares them, which a chain of maps makes dear."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def create_app(config: Config | None = None) -> Flask:
    """The application. Errors: `Undeclared` when a route does not say who may come, `WrongMasterKey`."""
    app = build()
    move_in(app, config or Config())
    return app


def build() -> Flask:
    """The house, before anybody lives there: pages, and what happens around each. Errors: `Undeclared`."""
    app = Flask("web", root_path=str(ROOT), static_folder="static", template_folder="templates")
    logs.install(app)
    app.url_map.converters["int"] = RowNumber
    app.jinja_environment = Templates
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session",
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_FIELDS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # we send no Referer to anybody, ourselves included; the token carries the weight
    )
    app.before_request(_refuse_forged_host)
    app.before_request(security.refuse_control_characters)
    CSRFProtect(app)
    assets.install(app)
    languages.install(app)
    filters.install(app)
    context.install(app)
    errors.install(app)
    commands.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    access.public(app.view_functions["static"])
    app.before_request(access.enforce)
    app.teardown_appcontext(close_read_session)
    security.protect(app)
    access.check_declared(app)
    return app


def move_in(app: Flask, config: Config) -> None:
    """What belongs to one installation: its folder, database, keys, mail and address. Errors: `WrongMasterKey`."""
    config.folder.mkdir(parents=True, exist_ok=True)
    app.extensions["config"] = config
    app.extensions["database"] = Database(config.database)
    master = unlocking.master_key(config.master_key_path, app.extensions["database"])
    app.extensions["master_key"] = master
    app.extensions["mail_transport"] = outbox.transport_for(config.mail_to)
    app.config.update(
        SECRET_KEY=master.derive("cookie"),
        TRUSTED_HOSTS=security.trusted_hosts(config.base_url),
        KEEPS_MAIL=config.keeps_mail,
        IS_HTTPS=urlsplit(config.base_url).scheme == "https",
    )
    if n := config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=n, x_proto=n, x_host=0)  # type: ignore[method-assign]
    if config.keeps_mail:
        app.logger.warning("MAATSTAF_MAIL is not set: mail is written to %s and reaches nobody", config.mail_to)


def _refuse_forged_host() -> None:
    """A host that is not ours is refused, also when a header whispers it (check 6)."""
    forwarded = request.headers.get("X-Forwarded-Host")
    if forwarded and urlsplit("//" + forwarded).hostname not in request.trusted_hosts:  # type: ignore[operator]
        abort(400)
    _ = request.host
