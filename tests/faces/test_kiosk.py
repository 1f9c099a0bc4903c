"""A citizen takes a number: by touch, by keyboard, in three languages, with a reason to go first."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.faces.citizen import SETTLE, at_kiosk, press, read_code, service, token_of, waiting
from tests.serving import Client, Server


def test_a_press_shows_the_number_at_once_and_a_code_to_follow_it(server: Server) -> None:
    before = waiting(server, "household")
    with at_kiosk(server) as page:
        label = press(page, "household")
        assert label.startswith("A")
        expect(page.locator(".what")).to_contain_text("1–3号窗口")
        if before == 0:
            expect(page.locator(".facts")).to_contain_text("您前面没有人")
        expect(page.locator(".fact")).to_have_count(1)
        expect(page.locator(".materials li")).to_have_count(2)
        expect(page.locator(".paper")).to_contain_text("请记住或拍下号码")
        address = read_code(page)
    assert address.startswith(f"{server.url}/t/")
    mine = Client(server.url, address.rpartition("/")[2]).get("/api/ticket").json()
    assert (mine["label"], mine["status"]) == (label, "waiting")


def test_a_double_tap_is_one_ticket_and_leaves_the_number_on_the_screen(server: Server) -> None:
    before = waiting(server, "advice")
    with at_kiosk(server) as page:
        expect(service(page, "advice")).to_be_visible()
        page.clock.install()
        page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=1))
        service(page, "advice").dblclick()
        expect(page.locator(".number")).to_be_visible()
        finish = page.locator(".finish")
        finish.click(force=True)
        expect(page.locator(".number")).to_be_visible()
        page.clock.run_for(SETTLE)
        finish.click()
        expect(page.locator(".number")).to_be_hidden()
    assert waiting(server, "advice") == before + 1


def test_people_ahead_change_while_somebody_looks(server: Server) -> None:
    with at_kiosk(server) as page:
        expect(service(page, "tax")).to_contain_text("无人等候")
        server.client("kiosk", "k2").issue("tax")
        expect(service(page, "tax").locator(".figure").first).to_have_text("1")


def test_the_language_is_the_visits_and_ends_with_it(server: Server) -> None:
    with at_kiosk(server) as page:
        page.get_by_role("button", name="English").click()
        expect(page.locator("h2").first).to_contain_text("What do you need today?")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        with page.expect_response("**/api/tickets") as taken:
            press(page, "fund")
        assert taken.value.json()["language"] == "en"
        expect(page.locator(".yours")).to_contain_text("Your number")
        page.locator(".finish").click()
        expect(page.locator("h2").first).to_contain_text("您要办理什么业务？")
        page.get_by_role("button", name="繁體").click()
        expect(page.locator("h2").first).to_contain_text("您要辦理什麼業務？")
        expect(service(page, "household")).to_contain_text("戶籍與身份證")


def test_the_green_channel_asks_why_and_then_what_for(server: Server) -> None:
    with at_kiosk(server) as page:
        page.locator(".green").click()
        page.locator(".reason").first.click()
        expect(page.locator(".banner")).to_contain_text("绿色通道：70 岁以上老人。请选择业务。")
        expect(page.locator(".banner")).to_contain_text("Green channel: Aged 70 or over.")
        with page.expect_response("**/api/tickets") as taken:
            press(page, "property")
        assert taken.value.json()["priority"] == "elderly"
        expect(page.locator(".slip")).to_contain_text("绿色通道：70 岁以上老人")
        page.locator(".finish").click()
        expect(page.locator(".banner")).to_have_count(0)


def test_everything_goes_by_keyboard_alone(server: Server) -> None:
    with at_kiosk(server) as page:
        expect(page.locator(".service")).to_have_count(10)
        page.keyboard.press("ArrowDown")
        expect(page.locator("button:focus")).to_have_text("中文")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(page.locator("button:focus")).to_contain_text("婚姻登记")
        page.keyboard.press("ArrowLeft")
        expect(page.locator("button:focus")).to_contain_text("出入境证件")
        page.keyboard.press("Enter")
        expect(page.locator(".number")).to_contain_text("C")
        expect(page.locator(".finish")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".service")).to_have_count(10)
        page.wait_for_timeout(450)
        page.keyboard.press("Tab")
        page.keyboard.press("1")
        page.keyboard.press("0")
        expect(page.locator(".number")).to_contain_text("H")
        page.wait_for_timeout(450)
        page.keyboard.press("Escape")
        expect(page.locator(".service")).to_have_count(10)
        page.wait_for_timeout(450)
        page.keyboard.press("2")
        expect(page.locator(".number")).to_contain_text("B")


def test_a_code_is_drawn_only_for_a_ticket_that_is_there(server: Server) -> None:
    ticket = server.client("kiosk", "k1").issue("advice")
    nobody = Client(server.url, None)
    drawn = nobody.get(f"/t/{token_of(ticket)}/qr")
    assert drawn.headers["Content-Type"].startswith("image/svg+xml")
    assert nobody.get("/t/no-such-ticket/qr").status_code == 404
