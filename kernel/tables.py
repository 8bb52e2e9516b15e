"""Tables that leave the house, as CSV or XLSX, in which no cell can act as a formula.

A cell that begins with = + - @, a tab or a return is run by spreadsheet programs (OWASP, CSV injection);
their full-width twins are folded into them. Such a cell gets an apostrophe in front.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

Cell = str | int | float | date | datetime | None

_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
_NOT_IN_A_SHEET_NAME = str.maketrans("", "", "[]:*?/\\'")


def neutral(text: str) -> str:
    """`text` as a spreadsheet shows it instead of running it."""
    stripped = text.lstrip(" \u00a0\ufeff\u200b")
    return "'" + text if stripped.startswith(_DANGEROUS) or text.startswith(_DANGEROUS) else text


def csv_bytes(rows: Iterable[Sequence[Cell]]) -> bytes:
    """CSV as Dutch spreadsheet programs open it: semicolons, UTF-8 with BOM, CRLF (RFC 4180)."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def xlsx_bytes(rows: Iterable[Sequence[Cell]], title: str) -> bytes:
    """A workbook of one sheet: the first row is the heading, stays in sight and filters; texts stay texts."""
    import xlsxwriter

    written = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(written, {**options, "strings_to_numbers": False})
    sheet = book.add_worksheet(title.translate(_NOT_IN_A_SHEET_NAME)[:31] or None)
    heading, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    text = book.add_format({"num_format": "@"})
    last_row, last_column = 0, 0
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            _write(sheet, (number, column), cell, heading if number == 0 else text, day)
        last_row, last_column = number, max(last_column, len(row) - 1)
    sheet.set_column(0, last_column, 22)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last_row, last_column)
    book.close()
    return written.getvalue()


def _write(sheet: Any, at: tuple[int, int], cell: Cell, text: object, day: object) -> None:
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        sheet.write_datetime(*at, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
    elif isinstance(cell, int | float):
        sheet.write_number(*at, cell)
    else:
        sheet.write_string(*at, _as_text(cell), text)


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return neutral(cell) if isinstance(cell, str) else str(cell)
