"""The certificate on paper: one A4 page, tagged, made by WeasyPrint from its content alone.

In two steps, `render_paper` and `attach`, so that a seal can be taken of the pages before they carry their proof.
"""

import base64
import io
import logging
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel.dates import format_date
from babel.numbers import format_decimal
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from certificates.ornament import QUIET_ZONE, qr_code, ribbon
from certificates.typeface import Setting, fit, font_faces, has_glyphs
from kernel.words import N_
from people import crockford

TEMPLATES = Path(__file__).parent.parent / "templates" / "certificates"
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
TRAINING = N_("Trainingscertificaat")
READABLE = 4.5  # contrast of text on white, WCAG 2.2 SC 1.4.3
VISIBLE = 1.5  # contrast of an ornament
POINT = 72 / 25.4  # points in a millimetre
COLUMN = 134.0  # mm
RIBBON = 20.0, 20.0, 17.0, 257.0  # mm from the left and the foot of the page, width, height

logger = logging.getLogger(__name__)

# How large, in points, and on how many lines at most: one line as long as it stays grand, then smaller on more.
NAME = ((36, 1), (33, 1), (30, 1), (28, 1), (28, 2), (25, 2), (22, 2), (18, 3), (14, 3), (11, 4), (9, 4))
TITLE = ((19, 1), (17.5, 1), (17.5, 2), (15.5, 2), (13.5, 3), (11, 4), (9, 5), (7.5, 6))
WORDMARK = ((16, 1), (14, 1), (14, 2), (11, 3))

# Pango's font maps are not for several threads at once.
_press_lock = threading.Lock()


@dataclass(frozen=True)
class Picture:
    """An image of the organisation; PNG, JPEG or SVG, others raise ValueError."""

    data: bytes
    mime: str

    def __post_init__(self) -> None:
        if self.mime not in PICTURES:
            raise ValueError(f"not a picture for paper: {self.mime}")

    @property
    def uri(self) -> str:
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode()}"


@dataclass(frozen=True)
class Accreditation:
    """A professional register's number for the training, and its points; without a number there is no accreditation."""

    number: str
    points: str = ""


@dataclass(frozen=True)
class PaperContent:
    """All that is printed, in its language; nothing is looked up. ValueError: an accent other than `#rrggbb`."""

    language: Literal["nl", "en"]
    organisation: str
    accent: str
    signatory_name: str
    signatory_role: str
    holder_name: str
    achievement: str  # reads on after the holder's name
    title: str
    pass_rule: str
    issued: date
    valid_from: date
    valid_until: date
    public_id: str
    check_url: str  # what the QR code says: id, and the holder's code in the fragment
    check_address: str  # what a reader can type
    holder_code: str
    revision_hash: str
    log_index: int
    logo: Picture | None = None
    signature: Picture | None = None
    accreditation: Accreditation | None = None
    is_draft: bool = False
    heading: str = TRAINING  # what kind of certificate it is, to be translated

    def __post_init__(self) -> None:
        if not COLOUR.fullmatch(self.accent):
            raise ValueError(f"not a colour: {self.accent}")


@dataclass(frozen=True)
class Attachment:
    """A file inside the paper."""

    name: str
    mime: str
    description: str
    data: bytes


def render_paper(content: PaperContent, translate: Callable[[str], str] = str) -> bytes:
    """The page as a tagged PDF without attachments; equal content gives equal bytes.

    `translate` is gettext in the language of the content.
    """
    from weasyprint import HTML

    page = HTML(string=_page(content, translate), url_fetcher=_fetcher())
    options = {"pdf_variant": "pdf/a-3b", "pdf_tags": True, "finisher": _finisher(content)}
    with _press_lock:
        stylesheet, fonts = _press()
        return bytes(page.write_pdf(stylesheets=[stylesheet], font_config=fonts, **options))


def attach(pdf: bytes, attachments: Sequence[Attachment]) -> bytes:
    """The same PDF with files in it, each its data (AFRelationship, ISO 32000-2, 7.11.3), dated as the paper."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        made = str(document.docinfo["/CreationDate"])
        for item in attachments:
            document.attachments[item.name] = pikepdf.AttachedFileSpec(
                document,
                item.data,
                description=item.description,
                filename=item.name,
                mime_type=item.mime,
                relationship=pikepdf.Name.Data,
                creation_date=made,
                mod_date=made,
            )
        document.Root["/AF"] = pikepdf.Array([document.attachments[item.name].obj for item in attachments])
        output = io.BytesIO()
        document.save(output, deterministic_id=True, fix_metadata_version=False)
    return output.getvalue()


@cache
def _fetcher() -> Any:
    """Fetches what is in the page itself; reads no file and asks no host, whatever a name or a logo says."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols={"data"})


@cache
def _press() -> tuple[Any, Any]:
    """Stylesheet and fonts, read once: they cost more than a page."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    rules = font_faces() + (TEMPLATES / "paper.css").read_text(encoding="utf-8")
    return CSS(string=rules, font_config=fonts, url_fetcher=_fetcher()), fonts


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def _page(content: PaperContent, translate: Callable[[str], str]) -> str:
    locale = LOCALES[content.language]
    code, side = qr_code(content.check_url)
    template = _templates().get_template("paper.html")
    return template.render(
        paper=content,
        _=translate,
        day=lambda value: format_date(value, "d MMMM y", locale=locale),
        number=lambda value: format_decimal(value, locale=locale),
        name=_face(content.holder_name, fit(content.holder_name, NAME, COLUMN)),
        title=_face(content.title, fit(content.title, TITLE, COLUMN, "600")),
        wordmark=fit(content.organisation, WORDMARK, COLUMN, "600"),
        ink=readable(content.accent),
        certificate_number=crockford.grouped(content.public_id),
        fingerprint=" ".join(re.findall(".{4}", content.revision_hash[:16])),
        qr={"path": code, "side": side, "quiet": QUIET_ZONE},
    )


def _face(text: str, setting: Setting) -> dict[str, object]:
    return {"size": setting.size, "measure": setting.measure, "other_script": not has_glyphs(text)}


def _finisher(content: PaperContent) -> Callable[[Any, Any], None]:
    """What is left to do when WeasyPrint has drawn the page."""

    def finish(document: Any, pdf: Any) -> None:
        _weave(pdf, content)
        if missing := sum(len(font.missing) for font in document.fonts.values()):
            logger.warning("paper %s: no font here has %d of its characters", content.public_id, missing)

    return finish


def _weave(pdf: Any, content: PaperContent) -> None:
    """Draws the ribbon under the text, as an artifact (ISO 32000-2, 14.8.2.2), so that no screen reader speaks of it.

    Straight into the PDF: the same lines as SVG cost WeasyPrint as much as all the rest of the page.
    """
    import pydyf  # type: ignore[import-untyped]

    red, green, blue = (channel / 255 for channel in _channels(readable(content.accent, VISIBLE)))
    x, y, width, height = (value * POINT for value in RIBBON)
    lines = ribbon(content.public_id, width, height)
    drawing = f"/Artifact BMC q 1 0 0 1 {x:.2f} {y:.2f} cm {red:.3f} {green:.3f} {blue:.3f} RG 0.4 w\n{lines}Q EMC"
    stream = pydyf.Stream([drawing.encode()], compress=True)
    pdf.add_object(stream)
    page = next(item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page")
    page["Contents"] = pydyf.Array([stream.reference, page["Contents"]])


def readable(colour: str, contrast: float = READABLE) -> str:
    """The colour itself, or as little darker as gives it this contrast on white."""
    channels = _channels(colour)
    while 1.05 / (_luminance(channels) + 0.05) < contrast:
        channels = [channel * 19 // 20 for channel in channels]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def _channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _luminance(channels: Sequence[int]) -> float:
    """Relative luminance of sRGB (WCAG 2.2, definitions)."""
    shares = [channel / 255 for channel in channels]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
