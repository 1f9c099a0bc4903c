"""Two clerks press next in the same moment: two citizens are called, and neither twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from tests.faces.boards import board, lit, until
from tests.faces.panel import counter, here, said, space
from tests.serving import Server


def test_two_clerks_press_next_at_once(server: Server) -> None:
    kiosk = server.client("kiosk", "k1")
    first, second = (kiosk.issue("household")["label"] for _ in range(2))
    with (
        board(server, "main") as main,
        counter(server, "chenli", window="1") as one,
        counter(server, "wangmin", window="2") as two,
    ):
        for page in (one, two):
            expect(page.locator(".side")).to_contain_text(first)
        space(one)
        space(two)
        for page in (one, two):
            here(page).wait_for()
        assert {here(page).inner_text() for page in (one, two)} == {first, second}
        until(main, lambda: set(lit(main)) == {first, second})


def test_one_citizen_for_two_clerks_and_the_second_is_told(server: Server) -> None:
    for window in ("1", "2"):
        clerk = server.client("window", window)
        here_now = clerk.get(f"/api/windows/{window}").json()["ticket"]
        if here_now:
            clerk.move(here_now, "finish")
    only = server.client("kiosk", "k1").issue("household")["label"]
    with (
        counter(server, "chenli", window="1") as one,
        counter(server, "wangmin", window="2") as two,
    ):
        for page in (one, two):
            expect(page.locator(".side")).to_contain_text(only)
        # Her panel hears of the other's press too late: it goes on showing the citizen as waiting.
        old = server.client("window", "2").get("/api/windows/2").json()
        two.route("**/api/windows/2", lambda route: route.fulfill(json=old))
        space(one)
        expect(here(one)).to_have_text(only)
        space(two)
        expect(said(two)).to_contain_text(f"{only} 刚被别的窗口叫走")


def test_thirty_calls_at_once_over_two_windows_call_nobody_twice(server: Server) -> None:
    kiosk = server.client("kiosk", "k1")
    for _ in range(6):
        kiosk.issue("property")
    clerks = [server.client("window", window) for window in ("4", "5")]

    def press(n: int) -> str | None:
        clerk, window = clerks[n % 2], "45"[n % 2]
        answer = clerk.post("/api/calls", {"window": window})
        assert answer.status_code in (201, 409), answer.text
        if answer.status_code == 409:
            return None
        ticket = answer.json()
        clerk.move(ticket, "finish")
        return str(ticket["label"])

    with ThreadPoolExecutor(10) as pool:
        called = Counter(label for label in pool.map(press, range(30)) if label)
    assert set(called.values()) == {1}
    assert "0 faults" in server.run("check")
