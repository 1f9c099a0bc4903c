"""The fund's system fails at a quarter to eleven: the service pauses, the boards say where to go, and the clerk
at lunch is asked back; nobody who waits loses anything."""

from playwright.sync_api import expect

from tests.faces.boards import board, wait_lit
from tests.faces.citizen import on_phone
from tests.faces.panel import caller_of, counter, here, session_of, space
from tests.faces.test_floor_page import card, floor, queue
from tests.serving import Server
from tests.stories.windows import PORTRAIT, device

FUND = "公积金"
LINE = "公积金系统检修，请先到三号窗口咨询"


def test_a_pause_a_line_on_the_boards_and_a_clerk_called_back(server: Server) -> None:
    hall = server.client("admin")
    mine = hall.issue("fund")
    with (
        device(server, "kiosk", "k1", PORTRAIT) as kiosk,
        board(server, "main") as main,
        counter(server, "zhouhang", window="4") as clerk,
        on_phone(server, mine) as phone,
        floor(server) as page,
    ):
        expect(clerk.locator(".side")).to_contain_text(mine["label"])
        expect(kiosk.locator("[data-code=fund]")).to_contain_text("等候")

        queue(page, "fund").get_by_role("button").click()
        page.get_by_role("button", name="暂停此业务").click()
        page.get_by_label("系统维护").check()
        page.get_by_role("button", name="确认暂停").click()
        for screen, place in ((kiosk, "[data-code=fund]"), (clerk, ".cut"), (phone, ".told")):
            expect(screen.locator(place)).to_contain_text("系统维护")
        expect(kiosk.locator("[data-code=fund]")).to_contain_text("暂停取号")
        expect(main.locator(".waiting tr", has_text=FUND)).to_contain_text("暂停")
        space(clerk)
        expect(clerk.locator(".said")).to_have_class("said warns")
        expect(clerk.locator(".side")).to_contain_text(mine["label"])

        page.get_by_role("button", name="广播").click()
        page.get_by_label("中文").fill(LINE)
        page.keyboard.press("Enter")
        expect(main.locator(".band")).to_contain_text(LINE)
        server.kill()
        server.restart()
        main.reload()
        expect(main.locator(".band")).to_contain_text(LINE)
        page.locator("[data-broadcast]").get_by_role("button").click()
        expect(main.locator(".band")).to_have_count(0)

        zhou = caller_of(server, session_of(server, "zhouhang"))
        assert zhou.post("/api/windows/4/leave", {"reason": "meal"}).ok
        card(page, "4").get_by_role("button", name="请回").click()
        expect(clerk.get_by_role("alert")).to_contain_text("值班主管请您回到窗口")
        expect(card(page, "4")).to_contain_text("已请回")
        page.locator('[data-pause="fund"]').get_by_role("button").click()
        expect(kiosk.locator("[data-code=fund]")).to_contain_text("等候")
        space(clerk)
        expect(clerk.locator(".cut")).to_have_count(0)
        space(clerk)
        expect(here(clerk)).to_have_text(mine["label"])
        wait_lit(main, mine["label"])
        expect(phone.locator(".call")).to_contain_text("4号窗口")
    assert "0 faults" in server.run("check")
