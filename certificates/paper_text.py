"""The words on the pages of a PDF, as far as is needed to tell which of them was changed."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import pikepdf

from certificates.paper_seal import stream_bytes

MAX_CONTENT_BYTES = 2_000_000
MAX_CHARACTERS = 1 << 16
MAX_MAP_BYTES = 1 << 16
MAX_STREAMS = 16

_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL)
_UNSEEN = re.compile(r"[\s\u00ad\u200b\u2010-]+")

CharacterMap = dict[int, str]


def visible_text(pdf: pikepdf.Pdf) -> str:
    """All text that the pages draw, in the order in which they draw it; what they draw twice is read once."""
    seen: set[tuple[int, int]] = set()
    pieces = (_drawn(pdf, _content(page.obj), page.resources, seen) for page in pdf.pages)
    return "".join(piece for page in pieces for piece in page)


def shows(text: str, words: str) -> bool:
    """Whether the text holds these words, however they were wrapped, hyphenated or capitalised."""
    return _plain(words) in _plain(text)


def _plain(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _drawn(pdf: pikepdf.Pdf, content: bytes, resources: Any, seen: set[tuple[int, int]]) -> Iterator[str]:
    """Text of a content stream and of the forms it draws."""
    fonts: dict[str, tuple[CharacterMap, int]] = {}
    font: tuple[CharacterMap, int] = ({}, 1)
    for instruction in pikepdf.parse_content_stream(pdf.make_stream(content[:MAX_CONTENT_BYTES])):
        operands, name = instruction.operands, str(instruction.operator)
        if name == "Tf":
            key = str(operands[0])
            font = fonts[key] = fonts.get(key) or _font(resources, key)
        elif name == "Do":
            yield from _form(pdf, resources, str(operands[0]), seen)
        elif name in {"Tj", "'", '"', "TJ"}:
            shown: Any = operands[-1] if name == "TJ" else operands[-1:]
            yield from (_decoded(bytes(each), *font) for each in shown if isinstance(each, pikepdf.String))


def _form(pdf: pikepdf.Pdf, resources: Any, key: str, seen: set[tuple[int, int]]) -> Iterator[str]:
    form = resources.get("/XObject", {}).get(key)
    if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == pikepdf.Name.Form and form.objgen not in seen:
        seen.add(form.objgen)
        content, decoded = stream_bytes(form)
        if decoded:
            yield from _drawn(pdf, content, form.get("/Resources", resources), seen)


def _content(page: pikepdf.Object) -> bytes:
    content: Any = page.get("/Contents", [])
    streams = [content] if isinstance(content, pikepdf.Stream) else list(content)
    read = (stream_bytes(each) for each in streams[:MAX_STREAMS] if isinstance(each, pikepdf.Stream))
    return b"\n".join(data for data, decoded in read if decoded)


def _font(resources: Any, key: str) -> tuple[CharacterMap, int]:
    """Map from character code to text, and the bytes of a code."""
    font = resources.get("/Font", {}).get(key, pikepdf.Dictionary())
    width = 2 if font.get("/Subtype") == pikepdf.Name.Type0 else 1
    table = font.get("/ToUnicode")
    data, decoded = stream_bytes(table) if isinstance(table, pikepdf.Stream) else (b"", False)
    return (_character_map(data) if decoded else {}), width


def _character_map(data: bytes) -> CharacterMap:
    """The `bfchar` and `bfrange` blocks of a ToUnicode CMap (ISO 32000-2, 9.10.3)."""
    table: CharacterMap = {}
    for kind, block in _blocks(data[:MAX_MAP_BYTES]):
        if kind == b"bfchar":
            codes = _HEX.findall(block)
            table |= {int(code, 16): _utf16(text) for code, text in zip(codes[::2], codes[1::2], strict=False)}
        else:
            for first, last, start, listed in _RANGE.findall(block):
                if len(table) > MAX_CHARACTERS:
                    break
                table |= _range(int(first, 16), int(last, 16), start, _HEX.findall(listed))
    return table


def _blocks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(kind, what stands between its begin and the next end), each byte looked at once."""
    for piece in data.split(b"begin")[1:]:
        for kind in (b"bfchar", b"bfrange"):
            if piece.startswith(kind):
                yield kind, piece[len(kind) :].partition(b"endbf")[0]


def _range(first: int, last: int, start: bytes, listed: list[bytes]) -> CharacterMap:
    span = range(first, min(last + 1, first + MAX_CHARACTERS))
    if listed:
        return {code: _utf16(text) for code, text in zip(span, listed, strict=False)}
    text = _utf16(start)
    return {code: text[:-1] + chr(min(ord(text[-1]) + code - first, 0x10FFFF)) for code in span} if text else {}


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().ljust(len(digits) + len(digits) % 2, "0")).decode("utf-16-be", "replace")


def _decoded(raw: bytes, table: CharacterMap, width: int) -> str:
    """Text of a shown string; a font without a table is read as Windows' Latin alphabet."""
    if not table:
        return raw.decode("cp1252", "replace")
    codes = (int.from_bytes(raw[at : at + width]) for at in range(0, len(raw), width))
    return "".join(table.get(code, "") for code in codes)
