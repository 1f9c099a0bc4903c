"""When it does not go as usual a kiosk stays calm, says what to do, and never loses or doubles a number."""

import json
from typing import Any

from playwright.sync_api import Page, Route, expect

from tests.faces.citizen import SETTLE, at_kiosk, press, service, waiting
from tests.serving import Server


def lose_first_answer(page: Page) -> None:
    """The server does what it is asked; its first answer never arrives."""
    lost: list[Any] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort()

    page.route("**/api/tickets", lose)


def test_a_lost_answer_is_asked_for_again_and_is_the_same_ticket(server: Server) -> None:
    before = waiting(server, "advice")
    with at_kiosk(server) as page:
        lose_first_answer(page)
        service(page, "advice").click()
        expect(page.get_by_role("alertdialog")).to_contain_text("只会取一个号")
        expect(page.locator(".number")).to_have_text(f"G{before + 1:03d}")
        expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert waiting(server, "advice") == before + 1


def test_a_kiosk_that_must_wait_stays_calm_and_gets_its_number(server: Server) -> None:
    before = waiting(server, "travel")
    turned_away: list[Route] = []

    def turn_away(route: Route) -> None:
        if turned_away:
            return route.continue_()
        turned_away.append(route)
        said = json.dumps({"code": "too_many", "status": 429})
        kind = "application/problem+json"
        return route.fulfill(status=429, content_type=kind, headers={"Retry-After": "1"}, body=said)

    with at_kiosk(server) as page:
        page.route("**/api/tickets", turn_away)
        service(page, "travel").click()
        expect(page.get_by_role("alertdialog")).to_contain_text("只会取一个号")
        expect(page.locator(".number")).to_be_visible()
        expect(page.get_by_role("alertdialog")).to_have_count(0)
    assert waiting(server, "travel") == before + 1


def test_who_leaves_a_broken_line_is_not_called_in_vain(server: Server) -> None:
    before = waiting(server, "assist")
    with at_kiosk(server) as page:
        lose_first_answer(page)
        service(page, "assist").click()
        with page.expect_response("**/cancel") as given_back:
            page.get_by_role("button", name="不取号，返回").click()
            expect(page.get_by_role("alertdialog")).to_have_count(0)
        assert given_back.value.json()["status"] == "cancelled"
        expect(page.locator(".services")).to_be_visible()
    assert waiting(server, "assist") == before


def test_a_service_that_gives_no_numbers_says_when_it_does(server: Server) -> None:
    def shut(picture: dict[str, Any]) -> None:
        one = picture["groups"][0]["services"][0]
        one |= {"open": False, "opens_at": picture["now"][:10] + "T23:59:00.000+00:00"}

    with at_kiosk(server, change=shut) as page:
        expect(service(page, "household")).to_contain_text("现在不取号")
        service(page, "household").click()
        expect(page.locator(".calm")).to_contain_text("这项业务现在不取号")
        expect(page.locator(".when")).to_contain_text("开始")
        expect(page.locator(".materials")).to_contain_text("居民户口簿原件")
        page.get_by_role("button", name="返回全部业务").click()
        expect(service(page, "household")).to_be_visible()


def test_a_closed_hall_says_when_it_opens_and_takes_no_digits(server: Server) -> None:
    def close(picture: dict[str, Any]) -> None:
        picture["hall"] |= {"open": False, "opens_at": "2100-01-04T08:30:00.000+08:00"}

    with at_kiosk(server, change=close) as page:
        expect(page.locator(".calm h2")).to_contain_text("大厅现在不对外办公")
        expect(page.locator(".when")).to_contain_text("1月4日 08:30")
        page.keyboard.press("2")
        page.wait_for_timeout(200)
        expect(page.locator(".service, .number")).to_have_count(0)


def test_a_dead_printer_is_told_of_and_keeps_nobody_from_a_number(server: Server) -> None:
    def jam(picture: dict[str, Any]) -> None:
        picture["printer"] = {"state": "blocked", "reason": "paper_out", "driver": "network"}

    with at_kiosk(server, change=jam) as page:
        expect(page.locator(".banner")).to_contain_text("暂时不出小票，照常取号")
        page.route("**/api/tickets/*", lambda route: route.abort())
        assert press(page, "insurance").startswith("B")
        expect(page.locator(".paper.warning")).to_contain_text("打印机正在换纸，号码有效")
        expect(page.locator(".finish .figure")).to_have_text("60")


def test_a_refusal_is_told_in_words(server: Server) -> None:
    with at_kiosk(server) as page:
        said = json.dumps({"code": "daily_limit", "status": 409})
        page.route(
            "**/api/tickets",
            lambda route: route.fulfill(
                status=409, content_type="application/problem+json", body=said
            ),
        )
        service(page, "travel").click()
        expect(page.get_by_role("alert")).to_contain_text("这项业务今天的号已经发完")
        page.get_by_role("button", name="返回全部业务").click()
        expect(page.locator(".service")).to_have_count(10)


def test_a_kiosk_that_starts_without_a_server_finds_it_by_itself(server: Server) -> None:
    with at_kiosk(server) as page:
        page.route("**/api/kiosks/*", lambda route: route.abort())
        page.reload()
        expect(page.locator(".calm")).to_contain_text("取号机暂时断网")
        page.unroute("**/api/kiosks/*")
        expect(page.locator(".service")).to_have_count(10, timeout=15_000)


def test_an_abandoned_visit_asks_for_twenty_seconds_and_ends(server: Server) -> None:
    with at_kiosk(server) as page:
        expect(page.locator(".service")).to_have_count(10)
        page.clock.install()
        page.reload()
        page.get_by_role("button", name="English").click()
        page.clock.run_for(38_000)
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        page.clock.run_for(3_000)
        expect(page.get_by_role("alertdialog")).to_contain_text("Are you still there?")
        page.clock.run_for(6_000)
        page.get_by_role("button", name="I am still here").click()
        expect(page.get_by_role("alertdialog")).to_have_count(0)
        expect(page.locator("h2").first).to_contain_text("What do you need")
        page.clock.run_for(61_000)
        expect(page.locator("h2").first).to_contain_text("您要办理什么业务")


def test_a_number_stays_half_a_minute_or_longer_when_it_must_be_noted(server: Server) -> None:
    with at_kiosk(server) as page:
        page.clock.install()
        page.reload()
        press(page, "fund")
        page.clock.run_for(45_000)
        expect(page.locator(".number")).to_be_visible()
        page.mouse.click(20, 20)
        page.clock.run_for(45_000)
        expect(page.locator(".number")).to_be_visible()
        page.clock.run_for(20_000)
        expect(page.locator(".number")).to_have_count(0)


def test_a_paused_service_and_a_paused_hall_are_calm_and_say_why(server: Server) -> None:
    hall = server.client("admin")
    with at_kiosk(server) as page:
        expect(service(page, "tax")).to_contain_text("税务综合")
        assert hall.post("/api/pauses", {"service": "tax", "reason": "equipment"}).ok
        expect(service(page, "tax")).to_contain_text("暂停取号")
        expect(service(page, "tax")).to_contain_text("设备检修")
        service(page, "tax").click()
        expect(page.locator(".calm")).to_contain_text("此业务暂停取号")
        expect(page.locator(".calm")).to_contain_text("已取的号保留原位")
        page.wait_for_timeout(SETTLE)
        page.get_by_role("button", name="返回全部业务").click()
        assert hall.post("/api/pauses", {"reason": "crowded"}).ok
        expect(page.locator(".calm")).to_contain_text("大厅暂停取号")
        expect(page.locator(".calm")).to_contain_text("现场人员已满")
        assert hall.post("/api/pauses/end").ok
        assert hall.post("/api/pauses/end", {"service": "tax"}).ok
        expect(service(page, "tax")).to_contain_text("无人等候")
