"""Taking a picture of a page, phone and desktop."""

from playwright.sync_api import APIResponse, Page

from web.config import ROOT

PICTURES = ROOT / "build" / "look"
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


def show(page: Page, made: str) -> None:
    """`made` as if the server had answered with it."""
    page.route("**/look", lambda route: route.fulfill(body=made, content_type="text/html; charset=utf-8"))
    page.goto("/look")
    page.unroute_all()


def is_page(reply: APIResponse) -> bool:
    return "text/html" in reply.headers.get("content-type", "")


def picture(page: Page, name: str) -> None:
    for size, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=PICTURES / f"{name}.{size}.png", full_page=True)
