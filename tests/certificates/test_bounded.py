"""Files that strangers build to keep us busy: they get an answer, and the server neither waits nor grows."""

import io
import json
import os
import resource
import signal
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import psutil
import pytest
from flask import Flask

from certificates import bounded
from certificates.findings import Finding
from tests import factories
from tests.certificates import making
from tests.certificates.issued import TODAY, issue, issuer_document, paper
from tests.certificates.test_paper_check import edited
from tests.pages import Page, Pages

MEGABYTE = 1 << 20


def unpacks_without_end() -> bytes:
    """A PDF that keeps its page tree in an object stream of 800 MB, packed into less than one."""
    packer = zlib.compressobj()
    packed = packer.compress(b"2 0 ") + b"".join(packer.compress(b" " * MEGABYTE) for _ in range(800)) + packer.flush()
    catalog = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    objects = b"3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
    body = b"%PDF-1.5\n" + catalog + objects % (len(packed), packed)
    places = [(0, 0), (1, 9), (2, 3), (1, 9 + len(catalog)), (1, len(body))]
    rows = b"".join(bytes([kind, *at.to_bytes(4), 0]) for kind, at in places)
    table = b"4 0 obj<</Type/XRef/Size 5/W[1 4 1]/Root 1 0 R/Length %d>>stream\n%s\nendstream endobj\n"
    return body + table % (len(rows), rows) + b"startxref\n%d\n%%%%EOF" % len(body)


def keeps_reading() -> bytes:
    """A paper of sixty fonts, whose tables of characters take a second or more each."""

    def stuff(pdf: pikepdf.Pdf) -> None:
        table = pdf.make_stream(b"beginbfrange " + b"<0><0>[" * 9000)
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, ToUnicode=table)
        for number in range(60):
            pdf.pages[0].obj.Resources.Font[f"/Slow{number}"] = font
        pdf.pages[0].contents_add(b" ".join(b"/Slow%d 1 Tf" % number for number in range(60)))

    return edited(stuff)


def nests_deeply() -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages " + b"[" * 2_000_000


BOMBS = [unpacks_without_end, keeps_reading, nests_deeply]


def supply(pages: Pages, data: bytes, status: int = 200) -> Page:
    form = pages.get("/check").form("/check/file")
    return pages.post(form.action, {**form.values(), "file": (io.BytesIO(data), "paper.pdf")}, status=status)


def helpers() -> list[int]:
    started = psutil.Process().children(recursive=True)
    return [each.pid for each in started if "certificates.bounded" in each.cmdline()]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_file_that_asks_too_much_gets_a_word_and_the_next_file_its_check(
    app: Flask, pages: Pages, bomb: Callable[[], bytes]
) -> None:
    with app.app_context():
        good = making.paper(making.certificate(factories.person()))
    data, before = bomb(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    page = supply(pages, data)
    assert page.heading == "We konden dit bestand niet lezen"
    assert "Vraag de houder" in page.text
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    assert supply(pages, good).heading == "Dit certificaat is echt"


def test_a_check_leaves_one_helper_and_no_child() -> None:
    for _ in range(3):
        assert bounded.check_apart(paper(), TODAY, issuer_document()).findings == ()
    (helper,) = helpers()
    assert psutil.Process(helper).children() == []


def test_a_helper_that_was_killed_is_replaced() -> None:
    bounded.check_apart(b"{}", TODAY, issuer_document())
    for each in helpers():
        os.kill(each, signal.SIGKILL)
    assert [bounded.check_apart(paper(), TODAY, issuer_document()).findings for _ in range(3)][-1] == ()


def test_the_helper_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAATSTAF_MASTER_KEY", "geheim")
    helper = bounded.Helper()
    helper.answer(b"{}", TODAY.isoformat().encode(), b"{}")
    assert helper.process is not None
    assert b"geheim" not in Path(f"/proc/{helper.process.pid}/environ").read_bytes()
    helper.end()


def test_while_every_room_is_taken_one_comes_back_later(app: Flask, pages: Pages) -> None:
    with bounded.room(), bounded.room():
        assert "heel druk" in supply(pages, b"{}", status=503).text


def test_a_file_of_more_than_four_megabytes_is_not_even_sent() -> None:
    assert bounded.check_apart(b" " * 4_000_001, TODAY, issuer_document()).findings == (Finding.UNREADABLE,)


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2026-01-01T00:00+00:00:30"]
)
def test_a_date_at_the_edge_of_the_calendar_is_answered(moment: str) -> None:
    credential = issue().credential | {"validFrom": moment, "validUntil": moment}
    assert bounded.check_apart(json.dumps(credential).encode(), TODAY, issuer_document()).findings
