"""The papers of a profile: every section can be taken out of the PDF, in either language; the matrix is the code."""

import io
import json
import re
import subprocess

import pikepdf
import pytest
from flask import Flask

from assess import council_words
from assess.models import JobProfile
from certificates.canonical import digest
from people.models import Person
from people.permissions import GRANTS, Permission, Role
from tests import factories
from tests.assess import deriving
from tests.pages import Pages

TECHNICAL = {
    "1. Doel": "welke competenties ertoe doen, hoe zeker dat is",
    "2. Mensen en toestemming": "34 collega’s deden mee",
    "3. Vragenlijst": "Vingerafdruk van deze uitgave",
    "4. Waaraan je goed werk herkent": "aangewezen door twee beoordelaars",
    "5. Wat deskundigen zeggen": "2 deskundigen",
    "6. Cijfers en formules": "Hedges 1981",
    "7. Gevoeligheid, en zonder één collega": "In het ergste geval",
    "8. Status, en wat die verbiedt": "wijs niemand af op een score alleen",
    "9. Grenzen": "geen psychologische test",
    "10. Goedkeuring": "Hanna de Vries, Manager HR",
    "11. Vingerafdruk en plaats in het logboek": "PROFILE",
}
COUNCIL = {
    "1. Doel": "vrijwillig",
    "2. Gegevens": "burgerservicenummer",
    "3. Waarom dit mag": "AVG artikel 6, lid 1",
    "4. Wie ziet wat": "Functies en profielen",
    "5. Bewaren": "28 dagen",
    "6. Hoe scores ontstaan": "Te goed bestaat niet",
    "7. Rapporten": "niet vrijgegeven",
    "8. Rechten": "Autoriteit Persoonsgegevens",
    "9. Wat de raad zei": "Ruimte voor het antwoord",
}
FOOT = 0.9  # of the height of a page: below it stands the page's number


@pytest.fixture
def house(app: Flask) -> Flask:
    return app


def text_of(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def sections(pdf: bytes, headings: list[str]) -> dict[str, str]:
    """What stands under each heading; AssertionError for one that is not there, or not in its place."""
    text = text_of(pdf)
    places = [text.find(heading) for heading in headings]
    assert -1 not in places, headings[places.index(-1)]
    assert places == sorted(places)
    return {
        heading: text[start:end] for heading, start, end in zip(headings, places, [*places[1:], len(text)], strict=True)
    }


def attached(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return bytes(document.attachments["profile.json"].get_file().read_bytes())


def bookmarks(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as document, document.open_outline() as outline:
        return [item.title for top in outline.root for item in (top, *top.children)]


def profile(app: Flask, *, is_derived: bool = True) -> tuple[JobProfile, Person]:
    with app.app_context():
        made, hr = deriving.profile(34, 5, has_answers=False), deriving.maker()
        if is_derived:
            deriving.derive(made, hr)
        return made, hr


def test_every_section_of_the_technical_report_can_be_taken_out(house: Flask, pages: Pages) -> None:
    made, hr = profile(house)
    pages.sign_in(hr)
    before = pages.get(f"/profiles/{made.id}/technical-report.pdf").response.data
    assert "Nog niet goedgekeurd" in sections(before, list(TECHNICAL))["10. Goedkeuring"]
    with house.app_context():
        approval = deriving.approve(made, hr)
        psychologist = factories.person(Role.PSYCHOLOGIST)
    reply = pages.sign_in(psychologist).get(f"/calculations/{made.id}/technical-report.pdf").response
    assert (reply.mimetype, reply.headers["Cache-Control"]) == ("application/pdf", "no-store")
    found = sections(reply.data, list(TECHNICAL))
    assert {heading: words in found[heading] for heading, words in TECHNICAL.items()} == dict.fromkeys(TECHNICAL, True)
    assert digest(json.loads(attached(reply.data))) == approval.content_hash
    log = found["11. Vingerafdruk en plaats in het logboek"]
    assert approval.content_hash in log.replace(" ", "")
    assert f"Regel {approval.entry_index} van het logboek" in log


def test_every_section_of_the_councils_pack_is_there_before_any_score_is_opened(house: Flask, pages: Pages) -> None:
    made, hr = profile(house, is_derived=False)
    pdf = pages.sign_in(hr).get(f"/profiles/{made.id}/works-council.pdf").response.data
    found = sections(pdf, list(COUNCIL))
    assert {heading: words in found[heading] for heading, words in COUNCIL.items()} == dict.fromkeys(COUNCIL, True)
    assert found["4. Wie ziet wat"].count("●") == sum(mark for line in matrix(house) for mark in line)


def test_the_council_reads_on_what_each_processing_rests(house: Flask, pages: Pages) -> None:
    made, hr = profile(house, is_derived=False)
    pdf = pages.sign_in(hr).get(f"/profiles/{made.id}/works-council.pdf").response.data
    found = sections(pdf, list(COUNCIL))
    grounds = found["3. Waarom dit mag"]
    with house.test_request_context():
        for line in council_words.grounds():
            assert all(word in grounds for word in (*line.what.split(), *line.ground.split()))
    assert "docs/classification.md" in grounds
    assert "geen geluid of beeld opgenomen" in found["2. Gegevens"]
    assert "het personeelsdossier begint leeg" in found["5. Bewaren"]


def test_no_page_of_the_technical_report_but_the_last_is_half_empty(house: Flask, pages: Pages) -> None:
    made, hr = profile(house)
    for language in ("nl", "en"):
        pages.sign_in(hr).client.set_cookie("language", language, domain="maatstaf.test")
        *whole, _last = filled(pages.get(f"/profiles/{made.id}/technical-report.pdf").response.data)
        assert len(whole) >= 5
        assert min(whole) > 0.7, whole


def filled(pdf: bytes) -> list[float]:
    """How far down each page its words reach, as a share of its height."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    shares = []
    for page in done.split("<page ")[1:]:
        height = float(re.search(r'height="([\d.]+)"', page)[1])  # type: ignore[index]
        ends = (float(end) / height for end in re.findall(r'yMax="([\d.]+)"', page))
        shares.append(max(end for end in ends if end < FOOT))
    return shares


def test_the_papers_are_tagged_in_the_readers_language_with_headings_as_bookmarks(house: Flask, pages: Pages) -> None:
    made, hr = profile(house)
    for language in ("nl", "en"):
        pages.sign_in(hr).client.set_cookie("language", language, domain="maatstaf.test")
        for paper in ("technical-report", "works-council"):
            pdf = pages.get(f"/profiles/{made.id}/{paper}.pdf").response.data
            with pikepdf.open(io.BytesIO(pdf)) as document:
                assert document.Root.MarkInfo.Marked
                assert str(document.Root.Lang) in {"nl", "en"}
            assert len(bookmarks(pdf)) >= 9


def matrix(app: Flask) -> list[tuple[bool, ...]]:
    with app.test_request_context():
        return [line.marks for line in council_words.matrix()]


def test_the_matrix_is_what_the_code_grants(house: Flask) -> None:
    own = {role: frozenset() if role is Role.CANDIDATE else GRANTS[Role.EMPLOYEE] for role in Role}
    expected = [tuple(each in GRANTS[role] | own[role] for role in Role) for each in council_words.OPENS]
    assert matrix(house) == expected


def test_every_permission_is_in_the_matrix_or_is_not_about_assessment() -> None:
    elsewhere = {
        Permission.OWN_ACCOUNT, Permission.LEARN, Permission.SEE_TEAM, Permission.SEE_REGISTER,
        Permission.MANAGE_PEOPLE, Permission.ASSIGN, Permission.CERTIFY, Permission.SET_UP, Permission.GRANT_ROLES,
        Permission.APPROVE_CONTENT, Permission.READ_EVIDENCE, Permission.OPERATE,
    }  # fmt: skip
    assert set(council_words.OPENS) | elsewhere == set(Permission)
    assert not set(council_words.OPENS) & elsewhere
