"""A hall in browser windows: every screen open together, as in the room."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browsing import fresh_page
from tests.faces.boards import SIGN, board
from tests.faces.panel import counter
from tests.serving import Server

PORTRAIT = {"width": 1080, "height": 1920}
TABLET = {"width": 1280, "height": 800}


@dataclass(frozen=True)
class Room:
    """The screens around window 3, where Lin Xiao sits."""

    kiosk: Page
    main: Page
    sign: Page
    counter: Page
    evaluator: Page


@contextmanager
def device(server: Server, role: str, place: str, size: dict[str, int]) -> Iterator[Page]:
    """A kiosk or evaluator with its key."""
    path = f"/{role}/{place}"
    with fresh_page(viewport=size) as page:
        page.add_init_script(
            f"localStorage.setItem('jiaohao.key:{path}', '{server.key(role, place)}')"
        )
        page.goto(server.url + path)
        yield page


@contextmanager
def room(server: Server) -> Iterator[Room]:
    """Everything open and at rest."""
    with (
        device(server, "kiosk", "k1", PORTRAIT) as kiosk,
        board(server, "main") as main,
        board(server, "sign-3", size=SIGN) as sign,
        counter(server, "linxiao", window="3") as clerk,
        device(server, "evaluator", "3", TABLET) as evaluator,
    ):
        yield Room(kiosk, main, sign, clerk, evaluator)


def take_number(kiosk: Page, service: str) -> str:
    """A citizen touches a service; the number on the screen."""
    kiosk.locator(f"[data-code={service}]").click()
    number = kiosk.locator(".done .number")
    number.wait_for()
    return number.inner_text()
