"""Makes docs/pictures, papers excepted: every face at its real size, in a hall that has been at work since the morning.

.venv/bin/python -m tools.pictures [FOLDER]
"""

import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Page

from bench.past import Past
from server.access import people
from server.access.identify import COOKIE
from server.access.roles import Role
from server.clock import utc_now
from server.hall.plan import Hall
from server.store import plans
from server.store.store import Store
from tests.browsing import AUTOPLAY, fresh_page
from tests.serving import Client, Server

SIZES = {
    "kiosk": (1080, 1920),
    "board": (1920, 1080),
    "counter": (1440, 900),
    "evaluator": (1280, 800),
    "phone": (390, 844),
}
PULSE_OVER = 4500
"""Milliseconds after which a lamp rests."""
OPENING_MINUTES = 130
ARRIVALS_AN_HOUR = 88.0


MANAGED = (
    ("/manage/floor", "floor"),
    ("/manage/figures", "figures"),
    ("/manage/setup/services/part/household", "setup"),
    ("/", "start"),
)


class Scene:
    """A served sample hall with a morning behind it."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.server = Server(data)
        self.store = Store(f"sqlite:///{data}/jiaohao.db")
        self.folder = folder
        with self.store.read() as conn:
            plan = plans.read(conn, plans.codes(conn)[0])
        assert plan is not None
        self.plan: Hall = plan
        now = utc_now()
        Past(self.store, plan, now - timedelta(minutes=OPENING_MINUTES), now).play(
            an_hour=ARRIVALS_AN_HOUR
        )

    def signed_in(self, login: str, role: Role) -> str:
        """The session of somebody who has signed in."""
        with self.store.write() as conn:
            invitation = people.invite(conn, self.plan.code, login, role, utc_now())
            person = people.accept(conn, invitation, "a long enough password", utc_now())
            return people.begin_session(conn, person.id, utc_now())

    def keep(self, page: Page, name: str) -> None:
        """Keep what a page shows once it rests."""
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(PULSE_OVER)
        page.screenshot(path=self.folder / f"{name}.png")

    def device(self, page: Page, path: str, role: str, place: str) -> None:
        """Open a device's page with its key."""
        key = self.server.key(role, place)
        page.add_init_script(f"localStorage.setItem('jiaohao.key:{path}', '{key}')")
        page.goto(self.server.url + path)

    def person(self, page: Page, path: str, session: str) -> None:
        """Open a page as a signed-in person."""
        page.context.add_cookies([{"name": COOKIE, "value": session, "url": self.server.url}])
        page.goto(self.server.url + path)


def kiosk(scene: Scene) -> None:
    """Before and after the press."""
    with fresh_page(**_size("kiosk")) as page:
        scene.device(page, "/kiosk/k1", "kiosk", "k1")
        scene.keep(page, "kiosk")
        page.get_by_role("button", name="户籍与身份证").click()
        page.locator(".label", has_text="A0").first.wait_for()
        scene.keep(page, "kiosk-done")


def board(scene: Scene, clerk: Client) -> None:
    """The main board with a fresh call, and a window's sign."""
    for code, name in (("main", "board"), ("sign-3", "sign")):
        with fresh_page(AUTOPLAY, **_size("board")) as page:
            scene.device(page, f"/board/{code}", "board", code)
            page.wait_for_timeout(1500)
            _free(clerk)
            clerk.call_next("3")
            scene.keep(page, name)


def counter(scene: Scene, clerk: Client) -> None:
    """A clerk who serves."""
    session = scene.signed_in("linxiao", Role.CLERK)
    _free(clerk)
    ticket = clerk.call_next("3")
    clerk.move(ticket, "start")
    with fresh_page(**_size("counter")) as page:
        scene.person(page, "/counter", session)
        scene.keep(page, "counter")
    with fresh_page(**_size("evaluator")) as page:
        scene.device(page, "/evaluator/3", "evaluator", "3")
        page.wait_for_timeout(800)
        clerk.move(ticket, "finish")
        scene.keep(page, "evaluator")


def manage(scene: Scene) -> None:
    """What those see who answer for the hall: its floor, its day, its set-up, and where everything begins."""
    session = scene.signed_in("admin", Role.ADMIN)
    for path, name in MANAGED:
        with fresh_page(**_size("counter")) as page:
            scene.person(page, path, session)
            scene.keep(page, name)


def phone(scene: Scene) -> None:
    """A citizen's ticket on a phone."""
    ticket = scene.server.client("kiosk", "k1").issue("household")
    with fresh_page(**_size("phone"), device_scale_factor=2) as page:
        page.goto(ticket["track_url"])
        scene.keep(page, "phone")


def _free(clerk: Client) -> None:
    here = clerk.get("/api/windows/3").json()["ticket"]
    if here is not None:
        clerk.move(here, "finish")


def _size(face: str) -> dict[str, object]:
    width, height = SIZES[face]
    return {"viewport": {"width": width, "height": height}}


def main() -> None:
    """Make them all."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        scene = Scene(Path(data) / "var", folder)
        clerk = scene.server.client("window", "3")
        try:
            kiosk(scene)
            board(scene, clerk)
            counter(scene, clerk)
            manage(scene)
            phone(scene)
        finally:
            scene.server.close()


if __name__ == "__main__":
    main()
