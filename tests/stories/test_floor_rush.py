"""A rush at the fund's window: the supervisor gives the work to window 6, and every screen follows."""

from playwright.sync_api import expect

from tests.faces.boards import board, until, wait_lit
from tests.faces.panel import counter, here, space
from tests.faces.test_floor_page import card, floor, queue
from tests.serving import Server
from tests.stories.windows import PORTRAIT, device, take_number

FUND = "公积金"


def test_services_move_between_windows_and_every_screen_follows(server: Server) -> None:
    with (
        device(server, "kiosk", "k1", PORTRAIT) as kiosk,
        board(server, "main") as main,
        counter(server, "hejing", window="6") as clerk,
        floor(server) as page,
    ):
        label = take_number(kiosk, "fund")
        for _ in range(3):
            server.client("kiosk", "k1").issue("fund")
        alarm = page.locator('.alarms [data-code="no_window"]')
        expect(alarm).to_contain_text(FUND)
        expect(queue(page, "fund").locator(".bar")).to_have_text("4")
        row = main.locator(".waiting tr", has_text=FUND)
        expect(row.locator(".figure")).to_have_text("4")
        expect(row).not_to_contain_text("无需等候")
        expect(clerk.locator(".top .services")).not_to_contain_text(FUND)
        expect(clerk.locator(".side")).not_to_contain_text(label)

        card(page, "6").get_by_role("button", name="业务").press("Enter")
        asked = page.locator('dialog[data-kind="services"]')
        asked.get_by_label(FUND).press("Space")
        expect(asked.get_by_label(FUND)).to_be_checked()
        page.keyboard.press("Enter")
        expect(page.locator("#said")).to_contain_text("6号窗口的业务已调整")

        expect(clerk.locator(".top .services")).to_contain_text(FUND)
        expect(clerk.locator(".side")).to_contain_text(label)
        expect(alarm).to_have_count(0)
        expect(queue(page, "fund").locator("td").nth(2)).to_have_text("1")
        space(clerk)
        expect(here(clerk)).to_have_text(label)
        wait_lit(main, label)
        expect(card(page, "6").locator(".label")).to_have_text(label)
        expect(row.locator(".figure")).to_have_text("3")
        kiosk.get_by_role("button", name="完成").click()
        expect(kiosk.locator("[data-code=fund]")).to_contain_text("3")
        until(page, lambda: windows_told(server) == {"4", "6"})
    assert "0 faults" in server.run("check")


def windows_told(server: Server) -> set[str]:
    """The windows that take the fund, as every program reads them."""
    told = server.client("admin").get("/api/hall").json()["windows"]
    return {window["code"] for window in told if "fund" in window["services"]}
