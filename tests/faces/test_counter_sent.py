"""Chen does no household matters; one of those was sent to her window, and her panel tells her both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.faces.panel import big, coming, counter, here, space
from tests.faces.test_counter_looks import faults, fits
from tests.serving import Server

LISTED = "login: chenli, services: [insurance],"


@pytest.fixture(scope="module")
def listed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The sample hall, in which Chen does insurance alone."""
    folder = tmp_path_factory.mktemp("listed")
    plan = (root / "server/sample/hall.yaml").read_text("utf-8").replace("login: chenli,", LISTED)
    assert LISTED in plan
    (folder / "hall.yaml").write_text(plan, "utf-8")
    server = Server(folder / "data", plan=folder / "hall.yaml")
    yield server
    server.close()


def test_who_was_sent_to_her_is_seen_told_and_called(listed: Server) -> None:
    hall = listed.client("admin")
    for _ in range(2):
        hall.issue("household")
    first, second = hall.issue("household"), hall.issue("household")
    for one in (first, second):
        where = {"service": "household", "window": "1", "note": "上午已核对户口簿"}
        hall.move(one, "transfer", **where)
    with counter(listed, "chenli", window="1") as page:
        rows = page.locator(".side .rows > li")
        expect(coming(page)).to_have_text(first["label"])
        expect(page.locator(".hero")).to_contain_text("指定由本窗口办理，非您的业务")
        expect(rows).to_have_count(2)
        expect(rows.nth(1)).to_contain_text("指定本窗口，非您的业务")
        expect(page.locator(".top .services")).to_have_text("社保医保")
        fits(page)
        assert faults(page) == []
        page.get_by_role("button", name="English").click()
        expect(page.locator(".hero")).to_contain_text("was sent to this window, not your service")
        expect(rows.nth(1)).to_contain_text("· sent to this window, not your service")
        fits(page)
        assert faults(page) == []
        space(page)
        expect(here(page)).to_have_text(first["label"])
        expect(big(page)).to_have_text("Start service")
