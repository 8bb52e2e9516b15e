"""Staff lists as files, and how a person sends them."""

import io
import zipfile
from typing import Any

from openpyxl import Workbook

from tests.pages import Page, Pages

HEADING = ("Personeelsnummer", "Naam", "E-mail", "Functie", "Team", "Locatie", "In dienst", "Uit dienst", "Taal")


def csv(*rows: tuple[object, ...], heading: tuple[str, ...] = HEADING, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(";".join(map(str, row)) for row in (heading, *rows)).encode(encoding)


def xlsx(*rows: tuple[object, ...], heading: tuple[str, ...] = HEADING) -> bytes:
    book = Workbook()
    for row in (heading, *rows):
        book.active.append(row)
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one of its members replaced, or one more."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            if member != name:
                after.writestr(member, before.read(member))
        after.writestr(name, content)
    return written.getvalue()


def send(pages: Pages, data: bytes, *, status: int = 200, is_complete: bool = False) -> Page:
    """Choose the file on the import page and look at what comes back."""
    fields: dict[str, Any] = {"file": (io.BytesIO(data), "lijst.csv"), "csrf_token": ""}
    if is_complete:
        fields["is_complete"] = "y"
    form = pages.get("/people/import").form("/people/import")
    fields["csrf_token"] = form.values()["csrf_token"][0]
    return pages.post("/people/import", fields, status=status, content_type="multipart/form-data")


def confirm(pages: Pages, preview: Page, *, status: int = 200, **filled: Any) -> Page:
    return pages.submit(preview.form("/application"), status=status, **filled)
