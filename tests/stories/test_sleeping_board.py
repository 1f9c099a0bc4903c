"""A board sleeps through three calls: it says that it is old, then shows all of them and speaks none."""

import re

from playwright.sync_api import expect

from tests.faces.boards import acks, board, lit, until, wait_lit
from tests.faces.cable import Cable
from tests.serving import Server


def test_a_cut_is_told_plainly_and_what_was_missed_is_shown_not_spoken(server: Server) -> None:
    hall = server.client("admin")
    hall.issue("tax")
    cable = Cable(server.port)
    with board(server, "main", url=cable.url) as page:
        before = hall.call_next("5")["label"]
        wait_lit(page, before)
        until(page, lambda: len(page.evaluate("sounds")) == 1, 15)
        cable.cut()
        for window, service in (("1", "insurance"), ("4", "property"), ("6", "advice")):
            hall.issue(service)
            hall.call_next(window)
        told = page.wait_for_function("() => document.querySelector('.stale-line')?.innerText")
        banner = told.json_value()
        assert re.search(r"画面已停更 1\d 秒，最后更新 \d\d:\d\d:\d\d", banner), banner
        assert lit(page) == [before], "a cut board knows nothing new"
        colour = "getComputedStyle(document.querySelector('.hero')).backgroundColor"
        assert page.evaluate(colour) != "rgb(255, 184, 28)", "the lamp is out while news is old"
        covered = page.locator(".foot").bounding_box()
        assert covered
        for number in page.locator(".calls .label").all():
            box = number.bounding_box()
            assert box
            assert box["y"] + box["height"] <= covered["y"], "the banner covers a number"
        cable.mend()
        wait_lit(page, "G001")
        expect(page.locator(".stale-line")).to_have_count(0)
        assert lit(page) == ["G001", "D001", "B001", before]
        until(page, lambda: acks(server, "G001") and acks(server, "G001")[0][0])
        page.wait_for_timeout(1500)
        assert len(page.evaluate("sounds")) == 1, "an old call was spoken"
        assert [spoken for _, spoken in acks(server, "G001")] == [None]
    cable.close()


def test_a_server_that_starts_again_is_found_again(server: Server) -> None:
    with board(server, "main") as page:
        server.kill()
        server.restart()
        hall = server.client("admin")
        hall.issue("travel")
        wait_lit(page, hall.call_next("2")["label"])
