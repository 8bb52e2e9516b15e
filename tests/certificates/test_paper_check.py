"""A paper is a PDF, and PDFs are easily edited: what an edited one is told."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given, settings, strategies as st

from certificates.attachments import CREDENTIAL, PROOF, SEAL, attached
from certificates.canonical import canonical, read_object
from certificates.checking import Checked, check_supplied
from certificates.findings import Finding, Outcome
from certificates.paper_seal import MAX_STREAM_BYTES, page_digest
from certificates.paper_text import shows, visible_text
from certificates.proof import sign
from certificates.trust import Trusted
from tests.certificates.issued import FACT, ISSUED, KEY, STRANGER, TODAY, pages, paper, pinned, somebody_else

PAPER = paper()


def check(data: bytes) -> Checked:
    return check_supplied(data, TODAY, pinned())


def edited(edit: Callable[[pikepdf.Pdf], None], data: bytes = PAPER, **saving: object) -> bytes:
    """The PDF after an edit with a PDF library."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        edit(pdf)
        saved = io.BytesIO()
        pdf.save(saved, **saving)
    return saved.getvalue()


def rewrite(number: int, words: str) -> Callable[[pikepdf.Pdf], None]:
    """An edit that writes other words, in another font, in the place of the line with this number."""

    def edit(pdf: pikepdf.Pdf) -> None:
        page, line, instructions = pdf.pages[0], -1, []
        page.obj.Resources.Font.Forged = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        for each in pikepdf.parse_content_stream(page):
            line += str(each.operator) == "TJ"
            if line == number and str(each.operator) == "TJ":
                instructions.append(([pikepdf.Name.Forged, 16], pikepdf.Operator("Tf")))
                instructions.append(([pikepdf.String(words)], pikepdf.Operator("Tj")))
            else:
                instructions.append((each.operands, each.operator))
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))

    return edit


def replaced(name: str, data: bytes) -> Callable[[pikepdf.Pdf], None]:
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)

    return edit


def part(name: str, data: bytes = PAPER) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = attached(pdf, name)
    assert found is not None
    return found


def test_a_paper_as_it_was_made_is_proven() -> None:
    assert (check(PAPER).outcome, check(PAPER).findings) == (Outcome.PROVEN, ())


def test_the_same_fact_makes_the_same_paper() -> None:
    assert paper() == PAPER


@pytest.mark.parametrize(
    "saving",
    [
        {},
        {"linearize": True},
        {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
        {"object_stream_mode": pikepdf.ObjectStreamMode.disable, "qdf": True},
        {"recompress_flate": True},
        {"compress_streams": False, "stream_decode_level": pikepdf.StreamDecodeLevel.generalized},
    ],
    ids=["saved", "linearised", "packed", "unpacked", "recompressed", "uncompressed"],
)
def test_a_paper_saved_anew_is_still_proven(saving: dict[str, object]) -> None:
    assert check(edited(lambda _: None, **saving)).findings == ()


def test_an_edited_name_is_named() -> None:
    checked = check(edited(rewrite(1, "Bram Jansen")))
    assert checked.outcome is Outcome.REFUSED
    assert checked.findings == (Finding.PAPER_EDITED, Finding.NAME_DIFFERS)
    assert Finding.NAME_DIFFERS.words == "the name on this paper is not the name in the signed proof"


def test_an_edited_title_is_named() -> None:
    assert check(edited(rewrite(2, "Doctor"))).findings == (Finding.PAPER_EDITED, Finding.TITLE_DIFFERS)


def test_an_edited_date_is_named() -> None:
    words = "Geldig van 1 maart 2026 tot en met 1 maart 2029"
    assert check(edited(rewrite(3, words))).findings == (Finding.PAPER_EDITED, Finding.DATE_DIFFERS)


def cover_with_a_note(pdf: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.FreeText,
        Rect=[50, 700, 400, 760],
        Contents=pikepdf.String("Bram Jansen"),
    )
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(note))


def draw_over(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(b"q 1 1 1 rg 0 0 600 600 re f Q")


def lay_a_page_over(pdf: pikepdf.Pdf) -> None:
    with pikepdf.open(io.BytesIO(pages(somebody_else()))) as other:
        pdf.pages[0].add_overlay(other.pages[0])


def add_a_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def turn_the_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].rotate(90, relative=False)


def crop_the_page(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.CropBox = [0, 0, 300, 300]


def give_screen_readers_other_words(pdf: pikepdf.Pdf) -> None:
    pdf.Root.StructTreeRoot.K[0].ActualText = pikepdf.String("Bram Jansen")


def add_a_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def name_a_script(pdf: pikepdf.Pdf) -> None:
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=[pikepdf.String("start"), script])


def turn_all_pages(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Pages.Rotate = 180


def swap_a_font(pdf: pikepdf.Pdf) -> None:
    fonts = pdf.pages[0].obj.Resources.Font
    first, second = list(fonts.keys())[:2]
    fonts[first] = fonts[second]


def move_the_link(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots[0].A.URI = pikepdf.String("https://elders.example")


@pytest.mark.parametrize(
    "edit",
    [
        cover_with_a_note,
        draw_over,
        lay_a_page_over,
        add_a_page,
        turn_the_page,
        crop_the_page,
        give_screen_readers_other_words,
        add_a_script,
        name_a_script,
        turn_all_pages,
        swap_a_font,
        move_the_link,
    ],
)
def test_any_other_change_of_the_pages_is_noticed(edit: Callable[[pikepdf.Pdf], None]) -> None:
    checked = check(edited(edit))
    assert checked.outcome is Outcome.REFUSED
    assert checked.findings[0] is Finding.PAPER_EDITED


def test_a_proof_moved_into_somebody_elses_paper_is_refused() -> None:
    def move(pdf: pikepdf.Pdf) -> None:
        for name in (CREDENTIAL, PROOF, SEAL):
            replaced(name, part(name))(pdf)

    checked = check(edited(move, pages(somebody_else())))
    assert checked.findings == (Finding.PAPER_EDITED, Finding.NAME_DIFFERS)


def test_the_seal_of_another_certificate_is_refused() -> None:
    other = paper(somebody_else())

    def swap(pdf: pikepdf.Pdf) -> None:
        replaced(CREDENTIAL, part(CREDENTIAL))(pdf)
        replaced(PROOF, part(PROOF))(pdf)

    assert check(edited(swap, other)).findings == (Finding.PAPER_OF_ANOTHER, Finding.NAME_DIFFERS)


def test_a_paper_without_its_seal_is_refused() -> None:
    def strip(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[SEAL]

    assert check(edited(strip)).findings == (Finding.PAPER_UNSEALED,)


def test_a_seal_made_by_a_stranger_is_refused() -> None:
    def forge(pdf: pikepdf.Pdf) -> None:
        rewrite(1, "Bram Jansen")(pdf)
        seal = read_object(part(SEAL)) | {"pages": page_digest(pdf)}
        method = seal.pop("proof")["verificationMethod"]
        replaced(SEAL, canonical(sign(seal, STRANGER, method=method, created=ISSUED)))(pdf)

    assert check(edited(forge)).findings == (Finding.SEAL_FALSE, Finding.NAME_DIFFERS)


def test_another_statement_of_the_issuer_is_no_seal() -> None:
    statement = read_object(part(SEAL)) | {"type": "Statement"}
    method = statement.pop("proof")["verificationMethod"]
    other = canonical(sign(statement, KEY, method=method, created=ISSUED))
    assert check(edited(replaced(SEAL, other))).findings == (Finding.SEAL_FALSE,)


def test_a_paper_forged_as_a_whole_is_refused_by_who_pinned_the_issuer_and_proves_nobody_to_others() -> None:
    forged = paper(key=STRANGER)
    assert Finding.ISSUER_DIFFERS in check(forged).findings
    assert check_supplied(forged, TODAY, Trusted()).outcome is Outcome.UNPROVEN


def test_a_pdf_without_proof_carries_no_certificate() -> None:
    assert check(pages()).findings == (Finding.NO_CREDENTIAL,)


def test_an_encrypted_pdf_is_unreadable() -> None:
    locked = edited(lambda _: None, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    assert check(locked).findings == (Finding.UNREADABLE,)


def test_the_words_on_the_page_are_read() -> None:
    with pikepdf.open(io.BytesIO(pages())) as pdf:
        text = visible_text(pdf)
    assert all(shows(text, words) for words in (FACT.holder, FACT.title, "efficiënt"))
    assert not shows(text, "Bram Jansen")


def test_a_stream_that_unpacks_without_end_is_noticed_in_time() -> None:
    def stuff(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Contents = pdf.make_stream(bytes(MAX_STREAM_BYTES + 1))

    assert check(edited(stuff)).findings[0] is Finding.PAPER_EDITED


def test_forms_that_draw_each_other_are_read_once() -> None:
    def nest(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(
            b"/Inner Do " * 50, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 1, 1]
        )
        form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Inner=form))
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Outer=form)
        pdf.pages[0].contents_add(b"/Outer Do")

    assert check(edited(nest)).findings == (Finding.PAPER_EDITED,)


@pytest.mark.parametrize("data", [PAPER, edited(lambda _: None, qdf=True)], ids=["packed", "unpacked"])
@given(where=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_a_damaged_paper_is_answered_and_never_shows_other_pages_as_proven(
    data: bytes, where: float, mask: int
) -> None:
    at = int(where * len(data))
    damaged = data[:at] + bytes([data[at] ^ mask]) + data[at + 1 :]
    if check(damaged).outcome is Outcome.PROVEN:
        with pikepdf.open(io.BytesIO(damaged)) as pdf:
            assert page_digest(pdf) == read_object(part(SEAL))["pages"]
