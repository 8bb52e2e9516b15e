"""What the pages of a paper look like, in one digest that an added attachment leaves alone.

The bytes of a PDF are not signed (every tool rewrites them); what a reader sees and hears is: pages, fonts, images,
annotations, structure for screen readers, outlines, scripts. Attachments and metadata stay outside.
"""

import json
import zlib
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

import pikepdf

MAX_OBJECTS = 200_000
MAX_STREAM_BYTES = 32_000_000
MAX_BYTES = 64_000_000

# What pikepdf raises when a PDF is damaged or built to mislead.
DAMAGE = (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, LookupError, AttributeError, RuntimeError)

_OUTSIDE = frozenset({"/Type", "/Pages", "/Names", "/AF", "/Metadata", "/Version", "/Extensions"})
_ENCODING = frozenset({"/Length", "/Filter", "/DecodeParms"})


class SealError(ValueError):
    """Pages too large or too strange to take a digest of."""


@dataclass(slots=True)
class _Walk:
    """The objects met so far, numbered in the order of meeting, and how much may still be met."""

    seen: dict[tuple[int, int], int]
    objects_left: int = MAX_OBJECTS
    bytes_left: int = MAX_BYTES

    def spend(self, size: int) -> None:
        self.objects_left, self.bytes_left = self.objects_left - 1, self.bytes_left - size
        if min(self.objects_left, self.bytes_left) < 0:
            raise SealError("The paper holds too much.")


def page_digest(pdf: pikepdf.Pdf) -> str:
    """SHA-256 in hexadecimal over all that shows, whatever the numbering and compression of the objects.

    SealError or one of `DAMAGE` when the PDF cannot be walked through.
    """
    walk = _Walk({page.obj.objgen: number for number, page in enumerate(pdf.pages)})
    waiting: list[Any] = [_catalog(pdf), *reversed([_page(page.obj) for page in pdf.pages])]
    digest = sha256(b"%d pages" % len(pdf.pages))
    while waiting:
        token, parts = _describe(waiting.pop(), walk)
        digest.update(len(token).to_bytes(8) + token)
        waiting.extend(reversed(parts))
    return digest.hexdigest()


def stream_bytes(stream: pikepdf.Stream) -> tuple[bytes, bool]:
    """Contents of a stream and whether they were decoded; only plain Flate is, and never without bound."""
    raw = stream.read_raw_bytes()
    if "/Filter" not in stream:
        return _bounded(raw), True
    if stream["/Filter"] not in (pikepdf.Name.FlateDecode, [pikepdf.Name.FlateDecode]) or "/DecodeParms" in stream:
        return _bounded(raw), False
    try:
        return _bounded(zlib.decompressobj().decompress(raw, MAX_STREAM_BYTES + 1)), True
    except zlib.error as error:
        raise SealError("A stream of the paper is damaged.") from error


def _describe(item: Any, walk: _Walk) -> tuple[bytes, list[Any]]:
    """One object as bytes that mean nothing else, and the objects inside it in a fixed order."""
    walk.spend(0)
    if isinstance(item, pikepdf.Object) and item.is_indirect:
        if item.objgen in walk.seen:
            return b"again %d" % walk.seen[item.objgen], []
        walk.seen[item.objgen] = len(walk.seen)
    if isinstance(item, pikepdf.Stream):
        return _stream(item, walk)
    if isinstance(item, dict | pikepdf.Dictionary):
        inside = dict(item.items())
        return b"dictionary " + json.dumps(sorted(inside)).encode(), [inside[key] for key in sorted(inside)]
    if isinstance(item, pikepdf.Array):
        return b"array %d" % len(item), list(item)
    return _scalar(item), []


def _stream(stream: pikepdf.Stream, walk: _Walk) -> tuple[bytes, list[Any]]:
    data, decoded = stream_bytes(stream)
    walk.spend(len(data))
    outside = _ENCODING if decoded else {"/Length"}
    about = {key: value for key, value in stream.items() if key not in outside}
    return b"stream " + sha256(data).digest(), [about]


def _scalar(item: Any) -> bytes:
    if isinstance(item, pikepdf.Name):
        return b"name " + str(item).encode()
    if isinstance(item, pikepdf.String):
        return b"string " + bytes(item)
    if isinstance(item, Decimal):
        return b"number " + format(item.normalize(), "f").encode()
    if isinstance(item, int) and not isinstance(item, bool):
        return b"number %d" % item
    return b"other " + str(item).encode()


def _page(page: pikepdf.Object) -> dict[str, Any]:
    """A page without its parent; what it inherits was given to it when the file was opened."""
    return {key: value for key, value in page.items() if key != "/Parent"}


def _catalog(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """What the document adds to its pages: forms, layers, scripts, structure, outlines."""
    shown = {key: value for key, value in pdf.Root.items() if key not in _OUTSIDE}
    names = {key: value for key, value in pdf.Root.get("/Names", {}).items() if key != "/EmbeddedFiles"}
    return shown | {"names": names}


def _bounded(data: bytes) -> bytes:
    if len(data) > MAX_STREAM_BYTES:
        raise SealError("A stream of the paper is too large.")
    return data
