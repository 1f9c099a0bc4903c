"""The fund's system fails at a quarter to eleven: the service pauses, the boards say where to go, and the clerk
at lunch is asked back; nobody who waits loses anything."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.faces.boards import board, wait_lit
from tests.faces.citizen import on_phone
from tests.faces.panel import caller_of, counter, here, session_of, space
from tests.faces.test_floor_page import card, floor, queue
from tests.serving import Server
from tests.stories.windows import PORTRAIT, device

FUND = "公积金"
LINE = "公积金系统检修，请先到三号窗口咨询"


@dataclass(frozen=True)
class Scene:
    """The screens of those whom it concerns, and the ticket of one who waits for the fund."""

    mine: dict[str, Any]
    kiosk: Page
    main: Page
    clerk: Page
    phone: Page
    floor: Page


@contextmanager
def scene(server: Server) -> Iterator[Scene]:
    mine = server.client("admin").issue("fund")
    with (
        device(server, "kiosk", "k1", PORTRAIT) as kiosk,
        board(server, "main") as main,
        counter(server, "zhouhang", window="4") as clerk,
        on_phone(server, mine) as phone,
        floor(server) as page,
    ):
        expect(clerk.locator(".side")).to_contain_text(mine["label"])
        expect(kiosk.locator("[data-code=fund]")).to_contain_text("等候")
        yield Scene(mine, kiosk, main, clerk, phone, page)


def test_a_pause_a_line_on_the_boards_and_a_clerk_called_back(server: Server) -> None:
    with scene(server) as hall:
        the_service_pauses(hall)
        the_boards_say_where_to_go(server, hall)
        the_clerk_is_asked_back(server, hall)
        it_goes_on_where_it_stopped(hall)
    assert "0 faults" in server.run("check")


def the_service_pauses(hall: Scene) -> None:
    queue(hall.floor, "fund").get_by_role("button").click()
    hall.floor.get_by_role("button", name="暂停此业务").click()
    hall.floor.get_by_label("系统维护").check()
    hall.floor.get_by_role("button", name="确认暂停").click()
    places = ((hall.kiosk, "[data-code=fund]"), (hall.clerk, ".cut"), (hall.phone, ".told"))
    for screen, place in places:
        expect(screen.locator(place)).to_contain_text("系统维护")
    expect(hall.kiosk.locator("[data-code=fund]")).to_contain_text("暂停取号")
    expect(hall.main.locator(".waiting tr", has_text=FUND)).to_contain_text("暂停")
    space(hall.clerk)
    expect(hall.clerk.locator(".said")).to_have_class("said warns")
    expect(hall.clerk.locator(".side")).to_contain_text(hall.mine["label"])


def the_boards_say_where_to_go(server: Server, hall: Scene) -> None:
    hall.floor.get_by_role("button", name="广播").click()
    hall.floor.get_by_label("中文").fill(LINE)
    hall.floor.keyboard.press("Enter")
    expect(hall.main.locator(".band")).to_contain_text(LINE)
    server.kill()
    server.restart()
    hall.main.reload()
    expect(hall.main.locator(".band")).to_contain_text(LINE)
    hall.floor.locator("[data-broadcast]").get_by_role("button").click()
    expect(hall.main.locator(".band")).to_have_count(0)


def the_clerk_is_asked_back(server: Server, hall: Scene) -> None:
    zhou = caller_of(server, session_of(server, "zhouhang"))
    assert zhou.post("/api/windows/4/leave", {"reason": "meal"}).ok
    card(hall.floor, "4").get_by_role("button", name="请回").click()
    expect(hall.clerk.get_by_role("alert")).to_contain_text("值班主管请您回到窗口")
    expect(card(hall.floor, "4")).to_contain_text("已请回")


def it_goes_on_where_it_stopped(hall: Scene) -> None:
    hall.floor.locator('[data-pause="fund"]').get_by_role("button").click()
    expect(hall.kiosk.locator("[data-code=fund]")).to_contain_text("等候")
    space(hall.clerk)
    expect(hall.clerk.locator(".cut")).to_have_count(0)
    space(hall.clerk)
    expect(here(hall.clerk)).to_have_text(hall.mine["label"])
    wait_lit(hall.main, hall.mine["label"])
    expect(hall.phone.locator(".call")).to_contain_text("4号窗口")
