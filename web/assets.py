"""Addresses of our own styles, scripts and fonts: named by their content, so that a browser may keep them for ever."""

import hashlib
from functools import lru_cache

from flask import Flask, Response, request

from web.config import ROOT

STATIC = ROOT / "static"
A_YEAR = "public, max-age=31536000, immutable"


@lru_cache
def asset(name: str) -> str:
    """/static/css/base.css?v=1f0c9a2b: changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:8]
    return f"/static/{name}?v={digest}"


def _keep(response: Response) -> Response:
    if request.endpoint == "static" and "v" in request.args:
        response.headers["Cache-Control"] = A_YEAR
    return response


def install(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset
    app.after_request(_keep)
