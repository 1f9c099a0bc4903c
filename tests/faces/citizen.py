"""Citizens at a kiosk and with a phone: real pages of a real server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, Route

from tests.browsing import fresh_page
from tests.serving import Server

TALL = {"width": 1080, "height": 1920}
WIDE = {"width": 1920, "height": 1080}
PHONE = {"width": 390, "height": 844}
SETTLE = 450
"""Milliseconds in which a new screen takes no presses."""

Change = Callable[[dict[str, Any]], None]


@contextmanager
def at_kiosk(
    server: Server, code: str = "k1", change: Change | None = None, **context: Any
) -> Iterator[Page]:
    """A kiosk's page that holds its key; with `change` its picture is told otherwise, and not live."""
    path = f"/kiosk/{code}"
    with fresh_page(**{"viewport": TALL} | context) as page:
        key = server.key("kiosk", code)
        page.add_init_script(f"localStorage.setItem('jiaohao.key:{path}', '{key}')")
        if change is not None:
            tell_otherwise(page, "**/api/kiosks/*", change)
            page.route_web_socket("**/socket.io/**", lambda _: None)
        page.goto(server.url + path)
        yield page
        page.unroute_all(behavior="ignoreErrors")


@contextmanager
def on_phone(server: Server, ticket: dict[str, Any], **context: Any) -> Iterator[Page]:
    """The phone page behind a ticket's QR."""
    with fresh_page(**{"viewport": PHONE, "locale": "zh-CN"} | context) as page:
        page.goto(server.url + "/t/" + token_of(ticket))
        yield page
        page.unroute_all(behavior="ignoreErrors")


def token_of(ticket: dict[str, Any]) -> str:
    return str(ticket["track_url"]).rpartition("/")[2]


def tell_otherwise(page: Page, path: str, change: Change) -> None:
    """Real answers, changed on their way."""

    def answer(route: Route) -> None:
        real = route.fetch()
        if real.status == 304:
            return route.fulfill(response=real)
        picture = real.json()
        change(picture)
        return route.fulfill(response=real, json=picture)

    page.route(path, answer)


def service(page: Page, code: str) -> Locator:
    """The card of a service."""
    return page.locator(f".service[data-code={code}]")


def press(page: Page, code: str) -> str:
    """Press a service; the label that the screen shows."""
    service(page, code).click()
    return page.locator(".number").inner_text()


def read_code(page: Page) -> str:
    """What a phone's camera reads from the screen."""
    page.wait_for_function("() => document.querySelector('.qr')?.naturalWidth > 0")
    page.wait_for_timeout(SETTLE)
    picture = page.locator(".follow").screenshot()
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(picture)))
    return str(found.text)


def waiting(server: Server, code: str) -> int:
    """How many wait for a service, as the API tells."""
    groups = server.client("kiosk", "k1").get("/api/kiosks/k1").json()["groups"]
    [count] = [s["waiting"] for g in groups for s in g["services"] if s["code"] == code]
    return int(count)
