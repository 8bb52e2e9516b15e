"""The numbers of rows, as addresses and forms write them."""

import re

ROW_NUMBER = r"\d{1,18}"  # the longest that every database can hold


def row_number(text: str) -> int | None:
    """The number in a text; None when no row can have it."""
    return int(text) if re.fullmatch(ROW_NUMBER, text) else None
