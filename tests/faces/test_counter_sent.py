"""Chen does no household matters; one of those was sent to her window, and her panel tells her both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.faces.panel import big, caller_of, coming, counter, here, session_of, space
from tests.faces.test_counter_looks import faults, fits
from tests.faces.test_floor_page import floor, queue
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
        expect(rows.locator(".noted")).to_have_text(["有备注", "有备注"])
        expect(page.locator(".hero .origin")).to_have_text("有备注")
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
        expect(page.locator(".hero q")).to_have_text("上午已核对户口簿")
        fits(page)
        assert faults(page) == []


def test_the_floor_is_calm_about_who_was_sent_and_marks_who_was_not(listed: Server) -> None:
    hall, chen = listed.client("admin"), caller_of(listed, session_of(listed, "chenli"))
    here_now = hall.get("/api/windows/1").json()
    for each in [here_now["ticket"], *here_now["queue"]]:
        if each:
            hall.move(each, "transfer", service="advice")
    for one in hall.get("/api/services/household/queue").json()["waiting"]:
        hall.move(one, "cancel")
    chen.post("/api/windows/1/close")
    sent = hall.issue("household")
    hall.move(sent, "transfer", service="household", window="1")
    chen.post("/api/windows/1/open")
    with floor(listed) as page:
        row, alarm = queue(page, "household"), page.locator('.alarms [data-code="no_window"]')
        mine = alarm.filter(has_text="户籍与身份证")
        expect(row.locator(".bar")).to_have_text("1")
        expect(row.locator("td").nth(2).locator(".mark")).to_have_count(0)
        expect(mine).to_have_count(0)
        hall.issue("household")
        expect(mine).to_contain_text("1 人在等，没有开放的窗口")
        expect(row.locator("td").nth(2).locator(".mark")).to_have_count(1)
