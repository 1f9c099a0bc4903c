"""Two administrators change the same service at the same time: both see it, and nothing is lost."""

from playwright.sync_api import Page, expect

from tests.browsing import fresh_page
from tests.faces.managing import Person, administrator, clerk
from tests.serving import Server

TAX = "/manage/setup/services/part/tax"


def at_tax(page: Page, who: Person) -> Page:
    page.context.add_cookies([who.cookie])  # type: ignore[list-item]
    page.goto(who.server.url + TAX)
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="保存").first.click()


def test_two_editors_of_one_service(server: Server) -> None:
    ana = administrator(server)
    bo = clerk(ana, "bo", "admin")
    with fresh_page() as hers, fresh_page() as his:
        at_tax(hers, ana).get_by_label("每日限号").fill("80")
        at_tax(his, bo).get_by_label("号码前缀").fill("X")
        save(hers)
        expect(hers.get_by_role("status")).to_contain_text("已保存")
        save(his)
        told = his.get_by_role("alert")
        expect(told).to_contain_text("其间有人改动过此项")
        expect(told.get_by_role("row", name="每日限号")).to_contain_text("80")
        expect(told.get_by_role("row", name="号码前缀")).to_contain_text("X")
        expect(his.get_by_label("号码前缀")).to_have_value("X")
        assert "daily_limit: 80" in server.run("hall", "export"), "hers stands"
        his.get_by_label("每日限号").fill("80")
        save(his)
        expect(his.get_by_role("status")).to_contain_text("已保存")
    hall = server.run("hall", "export")
    tax = hall.partition("- code: tax")[2].partition("- code:")[0]
    assert "prefix: X" in tax
    assert "daily_limit: 80" in tax
    changes = ana.get("/manage/setup/changes?part=services").text
    assert "admin:admin" in changes
    assert "admin:bo" in changes
