"""Grandmother Zhou comes for her identity card: number, call, service, rating, and the day's figures."""

from playwright.sync_api import expect

from tests.browsing import fresh_page
from tests.faces.boards import acks, until, wait_lit
from tests.faces.managing import administrator
from tests.faces.panel import big, here, key, space
from tests.serving import Server
from tests.stories.windows import Room, room, take_number

COUNTED = {"tickets": 1, "calls": 1, "served": 1, "missed": 0, "rated": 1}


def test_a_visit_from_the_kiosk_to_the_figures(server: Server) -> None:
    with room(server) as hall:
        label = take_number(hall.kiosk, "household")
        assert label == "A001"
        expect(hall.counter.locator(".side")).to_contain_text(label)
        she_is_called(server, hall, label)
        she_is_served(hall, label)
        she_rates(hall, label)
    the_figures_tell_it(server)
    the_manager_reads_it(server)


def she_is_called(server: Server, hall: Room, label: str) -> None:
    space(hall.counter)
    wait_lit(hall.main, label)
    expect(hall.sign.locator(".turn .label")).to_have_text(label)
    expect(here(hall.counter)).to_have_text(label)
    until(hall.main, lambda: any(spoken for _, spoken in acks(server, label)), 20)
    [spoken] = hall.main.evaluate("sounds.map((sound) => sound.length)")
    assert spoken > 3, "chime, Chinese and English take their time"
    expect(hall.counter.locator("body")).to_contain_text("语音已播完")


def she_is_served(hall: Room, label: str) -> None:
    space(hall.counter)
    expect(big(hall.counter)).to_contain_text("办结")
    expect(hall.sign.locator(".turn.serving .label")).to_have_text(label)


def she_rates(hall: Room, label: str) -> None:
    key(hall.counter, "f")
    hall.evaluator.locator("[data-score='5']").click()
    expect(hall.evaluator.locator("main")).to_contain_text("感谢您的评价")
    expect(hall.sign.locator(".turn")).not_to_contain_text(label)


def the_figures_tell_it(server: Server) -> None:
    manager = server.client("manager")
    figures = manager.get("/api/figures").json()
    assert {name: figures[name] for name in COUNTED} == COUNTED
    assert figures["wait"]["n"] == figures["service"]["n"] == 1
    [window] = [w for w in figures["windows"] if w["code"] == "3"]
    assert window["ratings"]["5"] == 1
    lines = manager.get("/api/journal").json()["lines"]
    told = [line["kind"] for line in lines if line["ticket"]]
    assert told == ["issued", "called", "started", "finished", "rated"]
    assert "0 faults" in server.run("check")


def the_manager_reads_it(server: Server) -> None:
    with fresh_page(viewport={"width": 1440, "height": 900}) as page:
        page.context.add_cookies([administrator(server).cookie])  # type: ignore[list-item]
        page.goto(f"{server.url}/manage/figures")
        row = page.get_by_role("row").filter(has_text="3号窗口").first
        expect(row).to_contain_text("100.0%")
