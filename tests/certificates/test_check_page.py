"""Anybody checks: by number without a name, with the paper in hand in full, and a file without us keeping it."""

import io
from datetime import timedelta

import pikepdf
import pytest
from flask import Flask

from certificates import queries
from certificates.attachments import PROOF
from certificates.holder import holder_code
from certificates.models import Certificate
from kernel import clock
from kernel.database import read_session
from people import crockford
from tests import factories
from tests.certificates import making
from tests.certificates.test_endings import end, rename
from tests.certificates.test_papers import with_the_page_of
from tests.pages import Page, Pages
from tests.people.parallel import at_once
from tests.people.test_limits import addresses, use_up

NAME = "Wilhelmina van Oranje"
DAY = timedelta(days=1)


def code_of(made: Certificate) -> str:
    found = queries.sealed(read_session(), made)
    assert found is not None
    return holder_code(found.salt, "maatstaf.test/log", made.public_id)


def made_in_state(state: str) -> Certificate:
    today, person = clock.now().date(), factories.person(name=NAME)
    dates = {"expired": (today - 9 * DAY, today - DAY), "upcoming": (today + DAY, today + 9 * DAY)}
    first, last = dates.get(state, (today, today + 9 * DAY))
    made = making.certificate(person, valid_from=first, valid_until=last)
    if state == "superseded":
        rename(person, NAME + " van Nassau")
        end(made, "reissue")
    elif state in {"revoked", "erased"}:
        end(made, {"revoked": "revoke", "erased": "erase"}[state])
    return made


HEADINGS = {
    "valid": "Dit certificaat is geldig",
    "upcoming": "Dit certificaat geldt nog niet",
    "expired": "Dit certificaat is verlopen",
    "superseded": "Dit certificaat is vervangen",
    "revoked": "Dit certificaat is ingetrokken",
    "erased": "Dit certificaat is gewist",
}


@pytest.mark.parametrize("state", HEADINGS)
def test_by_number_alone_it_tells_the_state_and_never_the_name(app: Flask, pages: Pages, state: str) -> None:
    with app.app_context():
        made = made_in_state(state)
    page = pages.get(f"/c/{made.public_id}")
    assert page.heading == HEADINGS[state]
    assert crockford.grouped(made.public_id) in page.text
    assert "Privacy in de zorg" in page.text
    assert "Zorggroep De Linde" in page.text
    html = page.response.get_data(as_text=True)
    assert not any(part in html for part in NAME.split() if len(part) > 3)


def test_a_number_that_nobody_has_is_unknown(app: Flask, pages: Pages) -> None:
    for number in ("0" * 26, "x", "7" * 4000):
        assert pages.get(f"/c/{number}", status=404).heading == "Certificaat: onbekend"


def test_a_typed_number_leads_to_the_certificate(app: Flask, pages: Pages) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
    form = pages.get("/check").form("/check")
    found = pages.submit(form, number=f" {made.public_id[:13].lower()} {made.public_id[13:]}")
    assert found.path == f"/c/{made.public_id}"


def test_a_number_of_the_wrong_length_is_refused_with_what_was_typed(pages: Pages) -> None:
    page = pages.get("/check?number=ABC", status=422)
    assert "26" in page.text
    assert page.form("/check").values()["number"] == ["ABC"]


def test_the_right_code_shows_all_that_was_signed(app: Flask, pages: Pages) -> None:
    with app.app_context():
        made = making.certificate(factories.person(name=NAME))
        code = code_of(made)
    page = pages.submit(pages.get(f"/c/{made.public_id}").form(made.public_id), code=code.lower().replace("-", " "))
    for words in (NAME, "20 van de 24 vragen goed", "abab abab abab abab", "Plaats in het logboek 2"):
        assert words in page.text


def test_with_the_code_a_revoked_certificate_is_revoked_first(app: Flask, pages: Pages) -> None:
    with app.app_context():
        made = making.certificate(factories.person(name=NAME))
        code = code_of(made)
        end(made)
    page = pages.submit(pages.get(f"/c/{made.public_id}").form(made.public_id), code=code)
    assert (page.heading, NAME in page.text) == (HEADINGS["revoked"], True)


def test_a_wrong_code_tells_nothing(app: Flask, pages: Pages) -> None:
    with app.app_context():
        made = making.certificate(factories.person(name=NAME))
        other = code_of(making.certificate(factories.person()))
    form = pages.get(f"/c/{made.public_id}").form(made.public_id)
    for code in (other, "ABC", ""):
        page = pages.submit(form, status=422, code=code)
        assert NAME not in page.response.get_data(as_text=True)


def test_codes_are_not_tried_without_end(app: Flask, pages: Pages) -> None:
    with app.app_context():
        made = making.certificate(factories.person())
        code = code_of(made)
    form = pages.get(f"/c/{made.public_id}").form(made.public_id)
    for _ in range(20):
        pages.submit(form, status=422, code="0000-0000-0000-0000")
    pages.submit(form, status=429, code=code)


def test_codes_are_not_tried_without_end_from_many_addresses_at_once(app: Flask) -> None:
    with app.app_context():
        path = f"/c/{making.certificate(factories.person()).public_id}"
        use_up("compare", minutes=1, but=3)

    def act() -> int:
        browser = Pages(app, "https://maatstaf.test")
        form = browser.get(path).form(path)
        given = {**form.values(), "code": "0000-0000-0000-0000"}
        at = {"REMOTE_ADDR": next(addresses)}
        return browser.client.post(path, data=given, base_url=browser.base_url, environ_base=at).status_code

    assert sorted(at_once(app, 6, act)) == [422] * 3 + [429] * 3


def test_after_an_erasure_the_code_tells_nothing(app: Flask, pages: Pages) -> None:
    with app.app_context():
        made = making.certificate(factories.person(name=NAME))
        code = code_of(made)
        token = pages.get(f"/c/{made.public_id}").form(made.public_id).values()
        end(made, "erase")
    page = pages.post(f"/c/{made.public_id}", {**token, "code": code}, status=422)
    assert NAME not in page.text


def supply(pages: Pages, data: bytes, name: str = "paper.pdf") -> Page:
    form = pages.get("/check").form("/check/file")
    return pages.post(form.action, {**form.values(), "file": (io.BytesIO(data), name)})


def test_a_supplied_paper_is_real(app: Flask, pages: Pages) -> None:
    with app.app_context():
        paper = making.paper(making.certificate(factories.person(name=NAME)))
    page = supply(pages, paper)
    assert page.heading == "Dit certificaat is echt"
    assert NAME in page.text


def test_a_supplied_paper_whose_name_was_edited_does_not_hold(app: Flask, pages: Pages) -> None:
    with app.app_context():
        paper = making.paper(making.certificate(factories.person(name=NAME)))
        other = making.paper(making.certificate(factories.person(name="Bram Jansen")))
    page = supply(pages, with_the_page_of(other, paper))
    assert page.heading == "Dit certificaat klopt niet"
    assert "De naam op dit papier is niet de naam in het ondertekende bewijs." in page.text


@pytest.mark.parametrize("state", ["upcoming", "expired", "superseded", "revoked", "erased"])
def test_a_supplied_paper_tells_first_that_it_does_not_count_and_then_that_it_is_real(
    app: Flask, pages: Pages, state: str
) -> None:
    with app.app_context():
        today, person = clock.now().date(), factories.person(name=NAME)
        days = {"expired": (-9, -1), "upcoming": (1, 9)}.get(state, (0, 9))
        made = making.certificate(person, valid_from=today + days[0] * DAY, valid_until=today + days[1] * DAY)
        paper = making.paper(made)
        if state == "superseded":
            rename(person, NAME + " van Nassau")
        if act := {"superseded": "reissue", "revoked": "revoke", "erased": "erase"}.get(state):
            end(made, act)
    page = supply(pages, paper)
    assert page.heading == HEADINGS[state]
    assert "Het bestand zelf is echt" in page.text


@pytest.mark.parametrize("damage", [False, True])
def test_beside_a_file_that_proves_nothing_no_valid_state_is_shown(app: Flask, pages: Pages, damage: bool) -> None:
    with app.app_context():
        made = making.certificate(factories.person(name=NAME))
        paper = making.paper(made)
    with pikepdf.open(io.BytesIO(paper)) as pdf:
        if damage:
            proof = pikepdf.AttachedFileSpec(pdf, b"\xff", filename=PROOF)
            pdf.attachments[PROOF] = proof
        else:
            del pdf.attachments[PROOF]
        pdf.save(saved := io.BytesIO())
    page = supply(pages, saved.getvalue())
    assert page.heading == ("Dit certificaat klopt niet" if damage else "Dit certificaat is niet bewezen")
    assert "geldt vandaag" not in page.text
    assert page.links()["Controleer het certificaat op zijn nummer"].endswith(f"/c/{made.public_id}")


@pytest.mark.parametrize("address", ["/sign-in", "/help", "/privacy"])
def test_every_page_leads_to_the_check(app: Flask, pages: Pages, address: str) -> None:
    with app.app_context():
        factories.person()
    assert pages.get(address).links()["Controleer een certificaat"] == "/check"


UNREADABLE, NO_CERTIFICATE = "We konden dit bestand niet lezen", "Dit certificaat klopt niet"
NO_CERTIFICATES = [
    *((data, UNREADABLE) for data in (b"", b"%PDF-1.7 nothing", b"[" * 5000, b"\xff\xfe")),
    *((data, NO_CERTIFICATE) for data in (b"{}", b'{"credentialSubject": 3}')),
]


@pytest.mark.parametrize(("data", "heading"), NO_CERTIFICATES)
def test_a_file_that_is_no_certificate_gets_words_and_no_error(
    app: Flask, pages: Pages, data: bytes, heading: str
) -> None:
    with app.app_context():
        making.certificate(factories.person())
    form = pages.get("/check").form("/check/file")
    page = pages.post(form.action, {**form.values(), "file": (io.BytesIO(data), "x.pdf")})
    assert page.heading == heading


def test_the_status_list_sets_the_bit_of_a_revoked_certificate_alone(app: Flask) -> None:
    from certificates.proof import public_of, verify
    from certificates.status import decode_list, is_set

    with app.app_context():
        valid, revoked = making.certificate(factories.person()), making.certificate(factories.person())
        end(revoked)
    client = app.test_client()
    answer = client.get("/status/1", base_url="https://maatstaf.test")
    document = answer.get_json(force=True)
    did = client.get("/.well-known/did.json", base_url="https://maatstaf.test").get_json(force=True)
    assert verify(document, public_of(did["verificationMethod"][0]["publicKeyMultibase"]))
    bits = decode_list(document["credentialSubject"]["encodedList"])
    assert [is_set(bits, each.status_index) for each in (valid, revoked)] == [False, True]
    again = client.get("/status/1", base_url="https://maatstaf.test", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/status/2", base_url="https://maatstaf.test").status_code == 404


def test_the_newest_checkpoint_is_published_and_signed(app: Flask) -> None:
    from certificates.ledger.notes import VerifierKey, open_checkpoint

    with app.app_context():
        making.paper(making.certificate(factories.person()))
    client = app.test_client()
    key = VerifierKey.parse(client.get("/log-key", base_url="https://maatstaf.test").get_data(as_text=True).split()[0])
    note = client.get("/checkpoint", base_url="https://maatstaf.test").get_data(as_text=True)
    assert open_checkpoint(note, [key]).size == 3


def test_before_the_first_certificate_there_is_nothing_to_publish(app: Flask) -> None:
    for path in ("/.well-known/did.json", "/status/1", "/checkpoint", "/log-key"):
        assert app.test_client().get(path, base_url="https://maatstaf.test").status_code == 404
