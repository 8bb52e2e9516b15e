"""The paper is made once, after the issue, and proves itself without us."""

import io
import time

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import func, select

from certificates.checking import check_supplied
from certificates.findings import Finding, Outcome
from certificates.models import Paper
from certificates.paper import PaperContent
from certificates.press import printed
from certificates.services import papers
from certificates.services.endings import erase_file
from certificates.trust import read_trusted
from kernel import clock
from kernel.database import read_session, unit_of_work
from kernel.press import PressError
from people.models import File
from tests import factories
from tests.certificates import making


def with_the_page_of(other: bytes, paper: bytes) -> bytes:
    """A paper whose page was swapped with a PDF library; its proof is left in."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper)) as pdf, pikepdf.open(io.BytesIO(other)) as stranger:
        pdf.pages[0] = stranger.pages[0]
        pdf.save(output)
    return output.getvalue()


def test_the_job_makes_a_paper_that_proves_itself(either_app: Flask) -> None:
    with either_app.app_context():
        pdf = making.paper(making.certificate(factories.person()))
        checked = check_supplied(pdf, clock.now(), making.own_trust())
        assert (checked.outcome, checked.findings) == (Outcome.PROVEN, ())


def test_an_auditor_proves_it_with_what_is_published(app: Flask) -> None:
    with app.app_context():
        pdf = making.paper(making.certificate(factories.person()))
        at = clock.now()
    client = app.test_client()
    for address in ("/.well-known/did.json", "/log-key"):
        published = client.get(address, base_url="https://maatstaf.test").get_data(as_text=True)
        assert check_supplied(pdf, at, read_trusted(published)).outcome is Outcome.PROVEN


def test_a_paper_is_made_once_and_its_bytes_stay(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
        first = making.paper(made)
        papers.make(made.id)
        assert making.paper(made) == first
        assert read_session().scalar(select(func.count(Paper.certificate_id))) == 1


def test_two_workers_at_once_leave_one_paper(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())

        def slow(content: PaperContent) -> bytes:
            papers.make(made.id)
            return printed(content)

        papers.make(made.id, slow)
        assert read_session().scalar(select(func.count(Paper.certificate_id))) == 1


def test_the_stored_bytes_are_sealed(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
        assert making.paper(made).startswith(b"%PDF")
        assert b"%PDF" not in read_session().get_one(Paper, made.id).sealed


def test_a_file_erased_while_its_paper_is_drawn_gets_no_paper(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())

        def erase_meanwhile(content: PaperContent) -> bytes:
            with unit_of_work() as session:
                erase_file(session, session.get_one(File, made.file_id), None)
            return printed(content)

        papers.make(made.id, erase_meanwhile)
        assert read_session().get(Paper, made.id) is None


def test_a_paper_whose_name_was_edited_fails_and_says_so(app: Flask) -> None:
    with app.app_context():
        paper = making.paper(making.certificate(factories.person(name="Bram Jansen")))
        other = making.paper(making.certificate(factories.person(name="Anne de Wit")))
        forged = with_the_page_of(other, paper)
        checked = check_supplied(forged, clock.now(), making.own_trust())
        assert checked.outcome is Outcome.REFUSED
        assert {Finding.PAPER_EDITED, Finding.NAME_DIFFERS} <= set(checked.findings)


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_is_made(app: Flask) -> None:
    with app.app_context():
        made = making.certificate(factories.person())

        def hurried(content: PaperContent) -> bytes:
            return printed(content, 0.0)

        started = time.monotonic()
        with pytest.raises(PressError, match="within 0 seconds"):
            papers.make(made.id, hurried)
        assert time.monotonic() - started < 5
        assert making.paper(made).startswith(b"%PDF")
