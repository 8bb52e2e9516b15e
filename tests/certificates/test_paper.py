"""What a certificate on paper promises: the words, one page, our fonts, tags and equal bytes."""

import io
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest
from PIL import Image

from certificates.paper import Accreditation, Attachment, PaperContent, Picture, attach, readable, render_paper

CONTENT = PaperContent(
    language="nl",
    organisation="Rivierenland Recruitment B.V.",
    accent="#0b5c4b",
    signatory_name="Marieke van Oosterhout",
    signatory_role="Functionaris gegevensbescherming",
    holder_name="Łukasz van den Bergh",
    achievement="heeft de training gevolgd, de eindtoets gehaald en de geheimhoudingsverklaring getekend",
    title="Privacy in werving en selectie",
    pass_rule="Norm: 80 % van 24 vragen goed",
    issued=date(2026, 11, 22),
    valid_from=date(2026, 12, 1),
    valid_until=date(2028, 11, 30),
    public_id="7Q4MK2ZD9XN8FW3RTB6HJ0VCSE",
    check_url="https://bewijs.example/c/7Q4MK2ZD9XN8FW3RTB6HJ0VCSE#K7PM-3XQD-9RTW-A2HN",
    check_address="bewijs.example/c",
    holder_code="K7PM-3XQD-9RTW-A2HN",
    revision_hash="3fa9c1d277e091abc0ffee00112233445566778899aabbccddeeff0011223344",
    log_index=48213,
)
NUMBER = "7Q4M-K2ZD-9XN8-FW3R-TB6H-J0VC-SE"  # the same, as one reads it out
ENGLISH = {"Trainingscertificaat": "Training certificate", "Geldig tot en met": "Valid through"}


def english(words: str) -> str:
    return ENGLISH.get(words, words)


def words(pdf: bytes) -> str:
    """The text as a reader copies it, spaces and lines made one."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def picture(width: int, height: int) -> Picture:
    output = io.BytesIO()
    Image.new("RGB", (width, height), "#b3341f").save(output, format="PNG")
    return Picture(output.getvalue(), "image/png")


def structure(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every element of the structure tree, depth first."""
    yield element
    kids: Any = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from structure(kid)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render_paper(CONTENT)


def test_the_paper_says_who_did_what_when_and_how_to_check_it(paper: bytes) -> None:
    text = words(paper)
    for said in (
        "Trainingscertificaat", CONTENT.organisation, CONTENT.holder_name, CONTENT.title, CONTENT.pass_rule,
        CONTENT.signatory_name, CONTENT.signatory_role, "Uitgereikt op 22 november 2026", "Geldig van 1 december 2026",
        "Geldig tot en met 30 november 2028", CONTENT.check_address, NUMBER, CONTENT.holder_code,
        "3fa9 c1d2 77e0 91ab", "48.213",
    ):  # fmt: skip
        assert said in text
    assert "heeft de training gevolgd" in text


def test_the_paper_never_claims_certification_under_the_gdpr(paper: bytes) -> None:
    assert "gecertificeerd" not in words(paper).casefold()


def test_an_english_paper_has_english_words_and_dates() -> None:
    pdf = render_paper(replace(CONTENT, language="en"), english)
    text = words(pdf)
    assert "Training certificate" in text
    assert "Valid through 30 November 2028" in text
    assert "48,213" in text
    assert opened(pdf).Root.Lang == "en"


@pytest.mark.parametrize(
    "longest",
    [
        {"holder_name": "Wilhelmina Cornelia Adriana van Haersma Buma-Schimmelpenninck van der Oye"},
        {"holder_name": "W" * 120, "title": "M" * 200, "organisation": "O" * 90, "signatory_role": "R" * 90},
        {"holder_name": "Jo", "title": "A", "organisation": "B"},
    ],
)
def test_it_is_one_page_and_whole_however_long_the_words(longest: dict[str, str]) -> None:
    pdf = render_paper(replace(CONTENT, **longest))  # type: ignore[arg-type]
    assert len(opened(pdf).pages) == 1
    text = "".join(words(pdf).split())
    for said in (*longest.values(), NUMBER, CONTENT.pass_rule):
        assert "".join(said.split()) in text


def test_a_long_name_is_set_smaller_than_a_short_one() -> None:
    def height(name: str) -> float:
        boxes = subprocess.run(
            ["pdftotext", "-bbox", "-", "-"],
            input=render_paper(replace(CONTENT, holder_name=name)),
            capture_output=True,
            check=True,
        ).stdout.decode()
        line = next(line for line in boxes.splitlines() if f">{name.split(maxsplit=1)[0]}<" in line)
        return float(line.split('yMax="')[1].split('"')[0]) - float(line.split('yMin="')[1].split('"')[0])

    assert height("Wilhelmina Cornelia van Haersma Buma-Schimmelpenninck van der Oye") < height("Wilhelmina Oye") * 0.85


def test_every_font_of_a_latin_paper_is_ours_and_embedded(paper: bytes) -> None:
    pdf = opened(paper)
    fonts = list(pdf.pages[0].obj.Resources.Font.values())
    assert fonts
    for font in fonts:
        assert any(family in str(font.BaseFont) for family in ("source-serif-4", "atkinson-hyperlegible-next"))
        assert "/ToUnicode" in font
        assert any(key.startswith("/FontFile") for key in font.DescendantFonts[0].FontDescriptor.keys())  # noqa: SIM118


def test_a_name_in_letters_that_our_fonts_lack_can_still_be_read() -> None:
    name = "Nguyễn Thị Phương Thảo"
    assert name in words(render_paper(replace(CONTENT, holder_name=name)))


def test_characters_that_no_font_here_has_are_reported(caplog: pytest.LogCaptureFixture) -> None:
    render_paper(replace(CONTENT, holder_name="\u0378\u0379"))  # no characters of Unicode
    assert "no font here has" in caplog.text


def test_the_paper_is_tagged_has_a_language_a_title_and_an_author(paper: bytes) -> None:
    pdf = opened(paper)
    assert bool(pdf.Root.MarkInfo.Marked)
    assert pdf.Root.Lang == "nl"
    assert "Trainingscertificaat" in str(pdf.docinfo.Title)
    assert str(pdf.docinfo.Author) == CONTENT.organisation
    tags = [str(element.S) for element in structure(pdf.Root.StructTreeRoot.K[0])]
    assert tags.count("/H1") == 1
    assert {"/H2", "/H3", "/P", "/Link"} <= set(tags)


def test_every_figure_says_what_it_shows() -> None:
    signature = picture(40, 20)
    pdf = opened(render_paper(replace(CONTENT, logo=picture(60, 20), signature=signature)))
    figures = [element for element in structure(pdf.Root.StructTreeRoot.K[0]) if element.S == "/Figure"]
    said = " ".join(str(figure.Alt) for figure in figures)
    assert len(figures) == 3
    assert CONTENT.organisation in said
    assert CONTENT.signatory_name in said
    assert CONTENT.check_address in said


def test_accreditation_is_printed_only_with_a_number() -> None:
    assert "Accreditatie" not in words(render_paper(CONTENT))
    assert "Accreditatie" not in words(render_paper(replace(CONTENT, accreditation=Accreditation("", "4"))))
    text = words(render_paper(replace(CONTENT, accreditation=Accreditation("NIP-1184", "4"))))
    assert "Accreditatie NIP-1184" in text
    assert "Punten 4" in text


def test_unapproved_content_is_called_a_draft() -> None:
    said = "concept: inhoud nog niet goedgekeurd"
    assert said in words(render_paper(replace(CONTENT, is_draft=True)))
    assert said not in words(render_paper(CONTENT))


def test_equal_content_gives_equal_bytes_in_any_process(paper: bytes) -> None:
    render_paper(replace(CONTENT, holder_name="Someone Else", public_id="other"))
    assert render_paper(CONTENT) == paper
    program = (
        "import sys; from tests.certificates.test_paper import CONTENT; from certificates.paper import render_paper;"
        "sys.stdout.buffer.write(render_paper(CONTENT))"
    )
    for seed in ("1", "2"):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        other = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
        assert other.stdout == paper


def test_papers_can_be_made_by_several_threads_at_once(paper: bytes) -> None:
    made: list[bytes] = []
    threads = [threading.Thread(target=lambda: made.append(render_paper(CONTENT))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [paper] * 4


def test_attachments_come_out_byte_for_byte_as_data_of_the_paper(paper: bytes) -> None:
    files = (
        Attachment("credential.json", "application/json", "The signed fact", b'{"a": 1}\r\n\x00\xff'),
        Attachment("proof.txt", "text/plain", "Place in the log", bytes(range(256)) * 40),
    )
    whole = attach(paper, files)
    pdf = opened(whole)
    for file in files:
        specification = pdf.attachments[file.name]
        assert specification.get_file().read_bytes() == file.data
        assert specification.get_file().mime_type == file.mime
        assert specification.description == file.description
        assert specification.obj.AFRelationship == "/Data"
    assert len(pdf.Root.AF) == 2
    time.sleep(1.1)  # an identifier made from the clock changes every second
    assert attach(paper, files) == whole


def test_attaching_changes_no_word_no_tag_and_no_metadata(paper: bytes) -> None:
    whole = attach(paper, [Attachment("a.json", "application/json", "a", b"{}")])
    before, after = opened(paper), opened(whole)
    assert words(whole) == words(paper)
    assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
    assert bool(after.Root.MarkInfo.Marked)
    assert [page.Contents[0].read_bytes() for page in after.pages] == [
        page.Contents[0].read_bytes() for page in before.pages
    ]


def test_a_paper_with_its_proof_stays_small(paper: bytes) -> None:
    assert len(attach(paper, [Attachment("credential.json", "application/json", "", os.urandom(8000))])) < 120_000


def test_the_ribbon_differs_for_every_certificate_and_is_not_read_aloud(paper: bytes) -> None:
    def drawing(pdf: bytes) -> bytes:
        with opened(pdf) as document:
            return bytes(document.pages[0].Contents[0].read_bytes())

    assert drawing(paper) != drawing(render_paper(replace(CONTENT, public_id="another")))
    assert drawing(paper).startswith(b"/Artifact BMC")


@pytest.mark.parametrize("accent", ["#ffffff", "#ffc800", "#0b5c4b", "#000000"])
def test_words_in_the_accent_colour_can_be_read_on_white(accent: str) -> None:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = bytes.fromhex(readable(accent)[1:])
    assert 1.05 / (0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue) + 0.05) >= 4.5


def test_a_dark_accent_stays_as_the_organisation_chose_it() -> None:
    assert readable("#0b5c4b") == "#0b5c4b"


@pytest.mark.parametrize("accent", ["red", "#fff", "#12345g", "#000000; background: url(http://a)", ""])
def test_an_accent_that_is_no_colour_is_refused(accent: str) -> None:
    with pytest.raises(ValueError, match="colour"):
        replace(CONTENT, accent=accent)


def test_a_logo_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="picture"):
        Picture(b"%!PS", "application/postscript")
