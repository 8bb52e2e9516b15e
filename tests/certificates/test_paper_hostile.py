"""Hostile names and pictures get nothing out of the machine that makes a paper."""

import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from certificates.paper import PaperContent, Picture, render_paper
from tests.certificates.test_paper import CONTENT, opened, picture, words


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A host that writes down who calls."""
    calls: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            calls.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", calls
        server.shutdown()


@pytest.fixture(scope="module")
def files_opened() -> list[str]:
    """Names of all files opened from here on (an audit hook cannot be taken away again)."""
    names: list[str] = []
    sys.addaudithook(lambda event, args: names.append(str(args[0])) if event == "open" else None)
    return names


Hostile = Callable[[str, str], PaperContent]


def svg_logo(host: str, file: str) -> PaperContent:
    svg = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
      <style>@import url("{host}/import"); rect {{ fill: url("{host}/fill#a") }}</style>
      <image width="9" height="9" href="{host}/image"/><image width="9" height="9" xlink:href="{file}"/>
      <image width="9" height="9" href="{file}"/><use href="{host}/use#a"/><use xlink:href="{file}#a"/>
      <rect width="9" height="9"/></svg>"""
    return replace(CONTENT, logo=Picture(svg.encode(), "image/svg+xml"))


def name_with_markup(host: str, file: str) -> PaperContent:
    markup = f'<img src="{file}"><script src="{host}/script"></script><style>@import "{host}/style";</style>'
    return replace(CONTENT, holder_name=markup, title=markup, organisation=markup, pass_rule=markup)


def attribute_breaking_names(host: str, file: str) -> PaperContent:
    breaking = f'"><link rel="stylesheet" href="{host}/link"><link rel="attachment" href="{file}"><a x="'
    return replace(
        CONTENT, signatory_name=breaking, organisation=breaking, check_address=breaking, signature=picture(9, 9)
    )


@pytest.mark.parametrize("hostile", [svg_logo, name_with_markup, attribute_breaking_names])
def test_a_paper_reads_no_file_and_asks_no_host(
    hostile: Hostile, listener: tuple[str, list[str]], files_opened: list[str], tmp_path: Path
) -> None:
    host, calls = listener
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture(3, 3).data)
    files_opened.clear()
    pdf = opened(render_paper(hostile(host, secret.as_uri())))
    assert calls == []
    assert str(secret) not in files_opened
    assert not pdf.attachments
    assert len(pdf.pages) == 1


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    name = "<img src=file:///etc/passwd> & Zn."
    assert name in words(render_paper(replace(CONTENT, holder_name=name)))
