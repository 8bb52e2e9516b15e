"""The drawings in the lessons: safe to inline, told in words, and no text that leaves its box, font measured."""

import base64
import re
import shutil
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import parse
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[2]
FIGURES = sorted((ROOT / "courses" / "library").glob("*/figures/*.svg"))
FONT = ROOT / "static" / "vendor" / "atkinson-hyperlegible-next"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "g", "rect", "circle", "path", "text"}
ATTRIBUTE = re.compile(
    "viewBox|role|aria-labelledby|id|data-box|transform|d|c?[xy]|rx?|width|height|fill"
    "|stroke(-width|-dasharray|-linecap|-linejoin)?|font-(family|size|weight)|text-anchor"
)
PHONE_WIDTH, SMALLEST_LETTER, LARGEST_FILE = 360, 14, 8000

# Every text's box in viewBox units; whether its four corners lie within the outline of the nearest data-box.
MEASURE = """() => [...document.querySelectorAll('svg text')].map(text => {
  const {x, y, width, height} = text.getBBox();
  const outline = text.closest('[data-box]')?.querySelector('rect, circle, path');
  const corners = [[x, y], [x + width, y], [x, y + height], [x + width, y + height]];
  const inside = !outline || corners.every(([left, top]) => outline.isPointInFill(new DOMPoint(left, top)));
  return {words: text.textContent, left: x, top: y, right: x + width, bottom: y + height, inside};
})"""

every_figure = pytest.mark.parametrize("path", FIGURES, ids=lambda path: path.stem)


class SetText(NamedTuple):
    """A text as the browser sets it: its box in viewBox units, and whether that lies within its data-box."""

    words: str
    left: float
    top: float
    right: float
    bottom: float
    inside: bool

    def covers(self, other: "SetText") -> bool:
        """Whether the two boxes share any paper."""
        beside = self.right <= other.left or other.right <= self.left
        return not (beside or self.bottom <= other.top or other.bottom <= self.top)


def drawing(path: Path) -> Element:
    """The root of a figure; raises where the XML is not well-formed or holds a DTD or an entity."""
    root = parse(path, forbid_dtd=True).getroot()
    assert root is not None
    return root


def view_box(path: Path) -> list[float]:
    """min-x, min-y, width, height, in user units."""
    return [float(number) for number in drawing(path).attrib["viewBox"].split()]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A browser page that knows the house font, by data: address."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments, chromium_sandbox=False)
        yield browser.new_page()
        browser.close()


def font_faces() -> str:
    """The @font-face rules of the house font, files included."""
    rule = '@font-face{{font-family:"Atkinson Hyperlegible Next";font-weight:{};src:url(data:font/woff2;base64,{})}}'
    files = {weight: FONT / f"atkinson-hyperlegible-next-latin-{weight}-normal.woff2" for weight in (400, 700)}
    return "".join(rule.format(weight, base64.b64encode(file.read_bytes()).decode()) for weight, file in files.items())


def measured(page: Page, path: Path) -> list[SetText]:
    """Every text of a figure, set in the house font."""
    page.set_content(f"<style>{font_faces()}</style>{path.read_text(encoding='utf-8')}")
    page.evaluate("() => document.fonts.ready.then(() => true)")
    assert page.evaluate("() => [...document.fonts].some(font => font.status === 'loaded')")
    return [SetText(**text) for text in page.evaluate(MEASURE)]


def test_every_lesson_with_a_drawing_has_its_figure() -> None:
    names = {path.stem for path in FIGURES}
    assert names >= {f"module{number}" for number in range(1, 9)} | {"module7-2", "module8-2", "snelstart", "kaart"}


@every_figure
def test_a_figure_holds_nothing_that_runs_loads_or_restyles_the_page(path: Path) -> None:
    for element in drawing(path).iter():
        assert element.tag.removeprefix(SVG) in SHAPES
        for name, value in element.attrib.items():
            assert ATTRIBUTE.fullmatch(name)
            assert not re.search(r"url\(|:", value)


@every_figure
def test_a_figure_tells_in_words_what_it_shows(path: Path) -> None:
    root = drawing(path)
    title = root[0]
    assert title.tag == f"{SVG}title"
    assert len(title.text or "") > 40
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == title.attrib["id"]


@every_figure
def test_ids_carry_the_name_of_their_figure(path: Path) -> None:
    for element in drawing(path).iter():
        assert element.attrib.get("id", f"{path.stem}-").startswith(f"{path.stem}-")


@every_figure
def test_a_figure_scales_and_reads_on_a_phone(path: Path) -> None:
    root = drawing(path)
    assert not {"width", "height"} & set(root.attrib)
    assert view_box(path)[2] <= PHONE_WIDTH
    sizes = [float(element.attrib["font-size"]) for element in root.iter() if "font-size" in element.attrib]
    assert min(sizes) >= SMALLEST_LETTER
    assert path.stat().st_size < LARGEST_FILE


@every_figure
def test_a_figure_brings_its_own_paper_so_that_ink_stays_legible_in_the_dark(path: Path) -> None:
    paper = drawing(path)[1]
    assert [float(paper.attrib[side]) for side in ("width", "height")] == view_box(path)[2:]
    assert paper.attrib["fill"] == "#fbfaf7"


@every_figure
def test_text_stays_inside_the_drawing_and_inside_its_box(path: Path, page: Page) -> None:
    _, _, width, height = view_box(path)
    for text in measured(page, path):
        assert text.inside, text
        assert text.left >= 0, text
        assert text.top >= 0, text
        assert text.right <= width, text
        assert text.bottom <= height, text


@every_figure
def test_no_text_covers_another(path: Path, page: Page) -> None:
    for one, other in combinations(measured(page, path), 2):
        assert not one.covers(other), (one, other)
