"""A supervisor lets the boards say something: a prepared notice now, another at its time, words of their own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.faces.boards import board, plan, terse, until
from tests.faces.test_floor_page import floor
from tests.faces.test_floor_verbs import clean, dialog, told
from tests.serving import Client, Server

SAID = "select a.spoken_at from acks a join journal j on j.seq = a.seq where j.kind = 'said'"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hall")
    running = Server(folder / "var", plan=plan(folder, boards=terse()))
    yield running
    running.close()


@pytest.fixture
def hall(server: Server) -> Iterator[Client]:
    chief = server.client("admin")
    yield chief
    for line in lines(chief):
        assert chief.post(f"/api/broadcasts/{line['id']}/end").ok


def lines(chief: Client) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = chief.get("/api/floor").json()["broadcasts"]
    return found


def spoken(data: Path) -> list[str]:
    """When boards had spoken what was said for everybody."""
    with closing(sqlite3.connect(data / "jiaohao.db")) as store:
        return [at for (at,) in store.execute(SAID)]


def question(page: Page) -> Any:
    page.get_by_role("button", name="广播").click()
    return dialog(page, "broadcast")


def test_a_prepared_notice_is_shown_and_said_to_its_end(server: Server, hall: Client) -> None:
    with board(server, "main") as wall, floor(server) as page:
        asked = question(page)
        asked.get_by_label("播报内容").select_option("slip")
        expect(asked.get_by_label("中文")).to_be_hidden()
        clean(page)
        asked.get_by_role("button", name="显示").click()
        told(page, "屏幕已显示，并将播报")
        expect(wall.locator(".band")).to_contain_text("请保管好您的号码条")
        until(wall, lambda: spoken(server.data))
        assert len(wall.evaluate("sounds")) == 1
        assert [line["notice"] for line in lines(hall)] == ["slip"]
        expect(page.locator("[data-broadcast]")).to_contain_text("已播报完毕")
        clean(page)


def test_a_notice_has_its_time_and_can_be_taken_back(server: Server, hall: Client) -> None:
    soon = datetime.now(UTC) + timedelta(hours=2)

    def closing_soon(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"closes_at": soon.isoformat()})

    with floor(server) as page:
        page.route("**/api/floor", closing_soon)
        page.reload()
        asked = question(page)
        asked.get_by_label("播报内容").select_option("closing")
        expect(asked.get_by_label("闭厅前 15 分钟")).to_be_visible()
        asked.get_by_label("指定时间").check()
        asked.get_by_role("button", name="显示").click()
        expect(asked).to_contain_text("请填写时间")
        expect(asked.get_by_label("时间 Time")).to_be_focused()
        clean(page)
        asked.get_by_label("闭厅前 15 分钟").check()
        page.keyboard.press("Enter")
        told(page, "显示并播报")
        row = page.locator("[data-broadcast]")
        expect(row).to_contain_text("显示并播报")
        [line] = lines(hall)
        at = datetime.fromisoformat(line["say_at"])
        assert (at, line["notice"]) == (at_minute(soon - timedelta(minutes=15)), "closing")
        row.get_by_role("button", name="结束").click()
        expect(row).to_have_count(0)
    assert lines(hall) == []


def at_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def test_own_words_are_read_out_when_that_is_wanted(server: Server, hall: Client) -> None:
    before = len(spoken(server.data))
    with board(server, "main") as wall, floor(server) as page:
        asked = question(page)
        expect(asked.get_by_text("什么时候")).to_be_hidden()
        asked.get_by_label("中文").fill("三号窗口移至二楼")
        asked.get_by_label("朗读").check()
        expect(asked).to_contain_text("合成语音")
        expect(asked.get_by_text("什么时候")).to_be_visible()
        clean(page)
        page.keyboard.press("Enter")
        told(page, "并将播报")
        until(wall, lambda: len(spoken(server.data)) > before)
        assert len(wall.evaluate("sounds")) == 1
    assert [line["notice"] for line in lines(hall)] == [None]
