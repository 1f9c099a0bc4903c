"""A window is taken out of the set-up while its clerk sits there: she is told, and can sit down elsewhere."""

from playwright.sync_api import expect

from tests.faces.evaluator.test_strange import change, without_the_second
from tests.faces.panel import big, counter, said
from tests.serving import Server


def test_a_clerk_whose_window_is_gone_sits_down_elsewhere(server: Server) -> None:
    with counter(server, "wangmin", window="2") as page:
        expect(big(page)).to_have_text("叫下一位")
        change(server, without_the_second)
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(said(page)).to_have_text("2号窗口已关闭。")
        page.reload()
        expect(page.locator(".place-card")).to_have_count(5)
        page.keyboard.press("1")
        expect(page.locator(".place")).to_have_text("1号窗口")
        expect(big(page)).to_have_text("叫下一位")
