"""An organisation's logo: whatever was uploaded, what we keep is a PNG of our own making."""

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from people.errors import LogoIsDrawing, LogoTooLarge, LogoUnreadable

if TYPE_CHECKING:
    from PIL import Image

MIME = "image/png"
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 16_000_000
LARGEST = (1200, 600)
_FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Logo:
    """A PNG; only `read_logo` makes one, so that no byte of an upload is ever served."""

    png: bytes


def read_logo(upload: bytes) -> Logo:
    """The picture, drawn anew and without what else the file held.

    Errors: `LogoTooLarge`, `LogoIsDrawing` for SVG, `LogoUnreadable` for all else.
    """
    from PIL import Image

    if len(upload) > MOST_BYTES:
        raise LogoTooLarge
    if b"<svg" in upload[:4096].lower():
        raise LogoIsDrawing
    try:
        with Image.open(io.BytesIO(upload), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise LogoTooLarge
            return Logo(_drawn_anew(picture))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise LogoUnreadable from error


def _drawn_anew(picture: "Image.Image") -> bytes:
    from PIL import Image

    pixels = picture.convert("RGBA")
    pixels.thumbnail(LARGEST)
    clean = Image.new("RGBA", pixels.size)
    clean.paste(pixels)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
