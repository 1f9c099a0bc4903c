"""A screen that listens: pictures, moments, gaps, cuts, and knowing that its news is old."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.faces.stand import Stand

# `got` collects what came; the clock of the page can be moved by hand.
LISTEN = """async ({ more, seq }) => {
  const { listen } = await import("/static/js/live.js");
  window.got = { refreshed: 0, pictures: [], moments: [], states: [] };
  const ears = {
    refresh: async () => { got.refreshed += 1; return seq === null ? undefined : { seq }; },
    moment: (each) => got.moments.push(each.label),
    state: (each) => got.states.push(each),
  };
  if (more) {
    ears.picture = (each) => got.pictures.push(each.seq);
  }
  window.live = listen(ears);
}"""


def listening(page: Page, stand: Stand, *, more: bool = True, seq: int | None = 10) -> None:
    connected = len(stand.auths)
    page.evaluate(LISTEN, {"more": more, "seq": seq})
    until(page, lambda: len(stand.auths) > connected and got(page)["refreshed"] == 1)


def got(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("window.got")
    return found


def until(page: Page, true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, got(page)
        page.wait_for_timeout(20)


def test_a_paired_board_joins_with_its_key_and_fetches_its_picture(
    stand: Stand, page: Page
) -> None:
    stand.good_keys = {"KEY"}
    page.evaluate("localStorage.setItem('jiaohao.key:/kiosk/east', 'KEY')")
    listening(page, stand)
    assert stand.auths == [{"key": "KEY", "build": None}]
    assert page.evaluate("live.state()") == "fresh"


def test_pictures_and_moments_arrive_and_an_older_picture_is_passed_over(
    stand: Stand, page: Page
) -> None:
    listening(page, stand)
    for seq in (11, 9, 12):
        stand.socket.emit("picture", {"seq": seq})
    stand.socket.emit("moment", {"seq": 12, "label": "A017"})
    until(page, lambda: got(page)["moments"] == ["A017"])
    assert got(page)["pictures"] == [11, 12]
    assert got(page)["refreshed"] == 1


def test_what_is_not_pushed_is_fetched(stand: Stand, page: Page) -> None:
    listening(page, stand)
    stand.socket.emit("picture", {"seq": 11, "fetch": "/api/windows/3"})
    until(page, lambda: got(page)["refreshed"] == 2)
    assert got(page)["pictures"] == []


def test_the_word_of_welcome_and_the_connection_are_one_reason_to_fetch(
    stand: Stand, page: Page
) -> None:
    stand.welcome = {"seq": 10, "fetch": "/api/windows/3"}
    listening(page, stand)
    page.wait_for_timeout(300)
    assert got(page)["refreshed"] == 1
    stand.socket.emit("picture", {"seq": 11, "fetch": "/api/windows/3"})
    until(page, lambda: got(page)["refreshed"] == 2)


def test_a_panel_passes_over_what_another_window_should_fetch(stand: Stand, page: Page) -> None:
    page.evaluate(
        """async () => {
          const { listen } = await import("/static/js/live.js");
          window.got = { refreshed: 0 };
          const refresh = async () => { got.refreshed += 1; };
          const concerns = (address) => address === "/api/windows/3";
          window.live = listen({ refresh, concerns });
        }"""
    )
    until(page, lambda: got(page)["refreshed"] == 1)
    stand.socket.emit("picture", {"seq": 11, "fetch": "/api/windows/2"})
    page.wait_for_timeout(300)
    assert got(page)["refreshed"] == 1
    stand.socket.emit("picture", {"seq": 11, "fetch": "/api/windows/3"})
    until(page, lambda: got(page)["refreshed"] == 2)


def test_a_page_that_draws_no_pictures_fetches_at_each(stand: Stand, page: Page) -> None:
    listening(page, stand, more=False)
    stand.socket.emit("picture", {"seq": 12})
    until(page, lambda: got(page)["refreshed"] == 2)


def test_a_beat_that_tells_of_a_missed_picture_makes_it_fetch_once(
    stand: Stand, page: Page
) -> None:
    listening(page, stand)
    stand.socket.emit("beat", {"seq": 10, "at": "2031-03-02T10:00:00.000+08:00"})
    stand.socket.emit("beat", {"seq": 13, "at": "2031-03-02T10:00:05.000+08:00"})
    until(page, lambda: got(page)["refreshed"] == 2)
    stand.socket.emit("beat", {"seq": 13, "at": "2031-03-02T10:00:10.000+08:00"})
    page.wait_for_timeout(1600)
    assert got(page)["refreshed"] == 2
    clock = "import('/static/js/clock.js').then((m) => new Date(m.now()).toISOString())"
    assert page.evaluate(clock).startswith("2031-03-02T02:00:1")


def test_a_beat_that_overtakes_its_picture_is_no_reason_to_fetch(stand: Stand, page: Page) -> None:
    listening(page, stand)
    stand.socket.emit("beat", {"seq": 11, "at": "2031-03-02T10:00:00.000+08:00"})
    stand.socket.emit("picture", {"seq": 11})
    page.wait_for_timeout(1600)
    assert got(page)["pictures"] == [11]
    assert got(page)["refreshed"] == 1


def test_acks_reach_the_server(stand: Stand, page: Page) -> None:
    listening(page, stand)
    page.evaluate("live.emit('ack', { seq: 12, drawn_at: '2031-03-02T10:00:00+08:00' })")
    until(page, lambda: bool(stand.acks))
    assert stand.acks == [{"seq": 12, "drawn_at": "2031-03-02T10:00:00+08:00"}]


def test_silence_makes_it_stale_and_it_dials_again(stand: Stand, page: Page) -> None:
    page.evaluate(
        """() => {
          const still = performance.now();
          window.skipped = 0;
          performance.now = () => still + window.skipped;
        }"""
    )
    listening(page, stand)
    page.evaluate("skipped = 11000")
    page.wait_for_timeout(1100)
    assert got(page)["states"] == []
    page.evaluate("skipped = 12500")
    until(page, lambda: got(page)["states"] == ["stale", "fresh"])
    until(page, lambda: len(stand.auths) == 2 and got(page)["refreshed"] == 2)
    assert page.evaluate("live.sinceHeard()") < 5


def test_a_screen_that_was_cut_off_fetches_when_it_is_back(stand: Stand, page: Page) -> None:
    listening(page, stand)
    page.context.set_offline(True)
    page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
    stand.socket.server.eio.disconnect()
    page.wait_for_timeout(600)
    page.context.set_offline(False)
    until(page, lambda: len(stand.auths) >= 2 and got(page)["refreshed"] >= 2)
    stand.socket.emit("picture", {"seq": 11})
    until(page, lambda: got(page)["pictures"] == [11])


def test_a_socket_that_is_refused_asks_why_and_stops_at_401(stand: Stand, page: Page) -> None:
    stand.good_keys = set()
    stand.answers("GET /api/board", {"code": "unauthorised"}, 401)
    page.evaluate("Math.random = () => 0")
    page.evaluate(
        """async () => {
          const { get, onUnauthorised } = await import("/static/js/api.js");
          const { listen } = await import("/static/js/live.js");
          window.got = { told: 0 };
          onUnauthorised(() => { got.told += 1; });
          listen({ refresh: () => get("/api/board") });
        }"""
    )
    until(page, lambda: got(page)["told"] == 1)
    page.wait_for_timeout(2300)
    assert (len(stand.auths), got(page)["told"]) == (1, 1)


def test_a_reload_is_carried_out(stand: Stand, page: Page) -> None:
    listening(page, stand)
    page.evaluate("Math.random = () => 0")
    with page.expect_navigation():
        stand.socket.emit("reload", {})


def test_many_reasons_to_fetch_make_few_fetches(page: Page) -> None:
    counts = page.evaluate(
        """async () => {
          const { oneAtATime } = await import("/static/js/coalesce.js");
          let running = 0, most = 0, runs = 0;
          const fetchIt = oneAtATime(async () => {
            most = Math.max(most, ++running);
            await new Promise((done) => setTimeout(done, 20));
            runs += 1;
            running -= 1;
          });
          await Promise.all(Array.from({ length: 30 }, fetchIt));
          return { most, runs };
        }"""
    )
    assert counts == {"most": 1, "runs": 2}
