"""The on-screen printer: a slip lies on the page soon after the press, and doubts are settled by people."""

import time
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect
from sqlalchemy import update

from server.store.store import Store
from server.store.tables import print_jobs
from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator
from tests.serving import Server

HERE = "/manage/paper"


@pytest.fixture(scope="module")
def admin(server: Server) -> Person:
    return administrator(server)


def doubt(server: Server) -> None:
    """The cable was pulled while the last slip was printed."""
    store = Store(f"sqlite:///{server.data}/jiaohao.db")
    with store.write() as conn:
        values = {"state": "unknown", "reason": "unanswered"}
        conn.execute(update(print_jobs).values(**values).where(print_jobs.c.state == "done"))
    store.close()


def printed(server: Server) -> str:
    """A ticket's label, once its slip is printed."""
    kiosk = server.client("kiosk", "k1")
    label: str = kiosk.issue("household")["label"]
    store = Store(f"sqlite:///{server.data}/jiaohao.db")
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with store.read() as conn:
            rows = conn.execute(print_jobs.select().order_by(print_jobs.c.id.desc())).first()
        if rows is not None and rows.state == "done":
            store.close()
            return label
        time.sleep(0.05)
    raise AssertionError("the slip was not printed")


def test_a_slip_appears_without_a_reload(admin: Person) -> None:
    with fresh_page() as page:
        page.context.add_cookies([admin.cookie])  # type: ignore[list-item]
        page.goto(admin.server.url + HERE)
        expect(page.locator("main")).to_contain_text("还没有打过小票")
        label = admin.server.client("kiosk", "k1").issue("household")["label"]
        slip = page.get_by_role("img", name=f"小票 Slip {label}")
        expect(slip).to_be_visible()
        page.wait_for_function("(img) => img.complete", arg=slip.element_handle())
        assert slip.evaluate("(img) => img.naturalWidth") == 576


def test_a_slip_is_drawn_when_somebody_looks_and_only_for_its_hall(admin: Person) -> None:
    printed(admin.server)
    picture = admin.get(f"{HERE}/slips/1.png")
    assert picture.headers["Content-Type"] == "image/png"
    assert "immutable" in picture.headers["Cache-Control"]
    assert Image.open(BytesIO(picture.content)).width == 576
    assert admin.get(f"{HERE}/slips/99999.png").status_code == 404
    assert Person(admin.server).get(f"{HERE}/slips/1.png").status_code == 303


def test_a_doubtful_slip_is_printed_again_or_said_to_be_there(admin: Person) -> None:
    label = printed(admin.server)
    doubt(admin.server)
    page = admin.get(HERE).text
    assert "不知打出没有" in page
    jobs = [part.split("/")[0] for part in page.split("/manage/paper/jobs/")[1::2]]
    assert len(jobs) > 1
    first, *others = jobs
    for _ in range(2):
        assert admin.post(f"{HERE}/jobs/{first}/reprint", HERE).status_code == 303
    for job in others:
        admin.post(f"{HERE}/jobs/{job}/printed", HERE)
    again = f"/slips/{int(max(jobs)) + 1}.png"
    deadline = time.monotonic() + 10
    while again not in (after := admin.get(HERE).text):
        assert time.monotonic() < deadline, "it is not printed again"
    assert "不知打出没有" not in after
    slips = after.count('class="label">A')
    assert slips == len(jobs) + 1, "asked twice, printed once more"
    assert label in after


def test_a_decision_needs_the_pages_token(admin: Person) -> None:
    printed(admin.server)
    doubt(admin.server)
    assert admin.send(f"{HERE}/jobs/1/printed").status_code == 403
    undecided = admin.get(HERE).text
    assert f"{HERE}/jobs/1/printed" in undecided
    assert f"{HERE}/jobs/1/reprint" in undecided
