"""From the bytes of a file to rows of text: CSV or XLSX, never more than fits.

What comes in is untrusted: the first bytes tell the format, not its name. A workbook is a ZIP of XML, so its
unpacked size is bounded beforehand; XML is parsed by defusedxml (openpyxl uses it when it is there) and no
formula is computed.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from kernel.errors import DomainError
from kernel.sheet_errors import NoLines, NotASpreadsheet, OldSpreadsheet, SpreadsheetTooLarge

MOST_BYTES = 8 * 1024 * 1024
MOST_UNPACKED = 80 * 1024 * 1024
MOST_MEMBERS = 300
MOST_ROWS = 20_000
MOST_COLUMNS = 60
MOST_LINES = 3 * MOST_ROWS  # blank ones included: openpyxl makes up every row before a far one

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, or an XLSX with a password
_DELIMITERS = (";", "\t", ",")
_CONTROL = frozenset(range(32)) - {9, 10, 13}


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, trimmed; `number` is the line that a person sees in the file, from 1."""

    number: int
    cells: tuple[str, ...]


def rows_of(data: bytes, most: int = MOST_ROWS) -> list[Row]:
    """The rows that hold anything: the heading and at most `most` below it.

    Errors: `NotASpreadsheet`, `OldSpreadsheet`, `SpreadsheetTooLarge`, `NoLines`.
    """
    if len(data) > MOST_BYTES:
        raise _too_large(most)
    if data.startswith(_OLE):
        raise OldSpreadsheet
    rows = _rows_of_xlsx(data) if is_workbook(data) else _rows_of_csv(_text(data))
    kept = list(islice((_trimmed(row) for row in rows if any(row.cells)), most + 2))
    if len(kept) > most + 1:
        raise _too_large(most)
    if not kept:
        raise NoLines
    return kept


def is_workbook(data: bytes) -> bool:
    """Whether these are the first bytes of an XLSX, in which a number has a decimal point wherever it was typed."""
    return data.startswith(_ZIP)


def _trimmed(row: Row) -> Row:
    """Without the empty cells at its end."""
    last = max(place for place, cell in enumerate(row.cells) if cell)
    return Row(row.number, row.cells[: last + 1])


def _too_large(most: int = MOST_ROWS) -> SpreadsheetTooLarge:
    return SpreadsheetTooLarge(rows=f"{most:,}".replace(",", "."), megabytes=MOST_BYTES // 1024**2)


def _text(data: bytes) -> str:
    """UTF-8 or UTF-16 when it says so, else UTF-8, else what older Dutch programs write."""
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROL.isdisjoint(map(ord, text[:4096])) and "\x00" not in text:
            return text
        break
    raise NotASpreadsheet


def _rows_of_csv(text: str) -> Iterator[Row]:
    heading = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=heading.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in reader:
            yield Row(reader.line_num, tuple(cell.strip() for cell in cells[:MOST_COLUMNS]))
    except csv.Error as error:
        raise NotASpreadsheet from error


def _rows_of_xlsx(data: bytes) -> Iterator[Row]:
    """The rows of the sheet that was in view."""
    _check_unpacked_size(data)
    try:
        from openpyxl import load_workbook

        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[book.worksheets.index(book.active)] if book.active else book.worksheets[0]
        sheet.reset_dimensions()
        found = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
        for number, cells in enumerate(found, start=1):
            if number > MOST_LINES:
                raise _too_large()
            yield Row(number, tuple(_cell(cell) for cell in cells))
    except DomainError:
        raise
    except Exception as error:  # a workbook can be broken in as many ways as there are tags
        raise NotASpreadsheet from error


def _check_unpacked_size(data: bytes) -> None:
    """`zipfile` never reads past the size that the directory declares, so the sum is a bound."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise NotASpreadsheet from error
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise _too_large()


def _cell(value: object) -> str:
    """A number without decimals reads as typed; a day reads as a day."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
