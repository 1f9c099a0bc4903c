"""What a board's set-up says it does: the languages in their order, how loud and how often, today's notices."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from server.hall.event import Event, Kind
from server.hall.plan import Board, Hall, Loudness, Notice
from server.hall.plan_faults import faults
from server.live.messages import moment
from server.picture.board import board_picture
from tests.faces.boards import board, replan, sample
from tests.serving import Server
from tests.stage import PLAN, Stage, named

# The server's stamps stay as they are: only the page's own clock is pushed on.
PUSHED = "(hours) => { Date.now = ((real) => () => real() + hours * 3600_000)(Date.now); }"
LOUD = [(True, 100, True), (True, 1, True), (True, 0, False), (False, 100, False)]


def hall_with(one: Board, *notices: Notice) -> Hall:
    return replace(PLAN, boards=(one, *PLAN.boards[1:]), notices=notices)


@pytest.mark.parametrize(("voice", "volume", "speaks"), LOUD)
def test_a_board_without_volume_has_nothing_to_say(
    hall: Stage, voice: bool, volume: int, speaks: bool
) -> None:
    one = replace(PLAN.boards[0], voice=voice, volume=volume, languages=("en", "zh-Hans"))
    called = Event(Kind.CALLED, hall.clock(), PLAN.code, seq=1, window="1", data={"label": "A1"})
    told = moment(hall_with(one), one, called)
    assert [line["language"] for line in told["say"]] == ["en", "zh-Hans"]
    assert told["voice_url"] == ("/api/calls/1/voice?languages=en,zh-Hans" if speaks else None)
    brief = "/api/calls/1/voice?languages=en&chime=false"
    assert told["brief_url"] == (brief if speaks else None)
    whole = replace(one, brief=False)
    assert moment(hall_with(whole), whole, called)["brief_url"] is None


def test_volume_and_languages_follow_what_is_set_for_the_time_of_day(hall: Stage) -> None:
    quiet = Loudness("08:00", "09:00", 0), Loudness("12:00", "13:30", 30)
    one = replace(PLAN.boards[0], volume=80, spoken=("en",), loudness=quiet)
    plan = hall_with(one)
    zone = ZoneInfo(plan.timezone)
    told = {}
    for time in ("07:59", "08:00", "08:59", "09:00", "12:30"):
        at = datetime.fromisoformat(f"2026-03-02 {time}").replace(tzinfo=zone)
        called = Event(Kind.CALLED, at, PLAN.code, seq=1, window="1", data={"label": "A1"})
        heard = moment(plan, one, called)
        assert [line["language"] for line in heard["say"]] == ["en"]
        with hall.store.read() as conn:
            volume = board_picture(conn, plan, one, at)["board"]["volume"]
        told[time] = (volume, heard["voice_url"] is not None)
    assert told == {
        "07:59": (80, True),
        "08:00": (0, False),
        "08:59": (0, False),
        "09:00": (80, True),
        "12:30": (30, True),
    }


def test_a_board_that_is_loud_at_one_time_of_day_has_a_voice() -> None:
    morning = (Loudness("08:00", "09:00", 50),)
    assert Board("b", {}, volume=0, loudness=morning).speaks
    assert not Board("b", {}, volume=0).speaks
    assert not Board("b", {}, voice=False, loudness=morning).speaks
    assert Board("b", {}, voice=False, loudness=morning).volume_at("08:30") == 0


@pytest.mark.parametrize(
    ("until", "quiet"),
    [("06:00", {"22:00", "23:59", "00:00", "05:59"}), ("00:00", {"22:00", "23:59"})],
)
def test_a_night_goes_over_midnight(until: str, quiet: set[str]) -> None:
    board = Board("main", named("屏", "Board"), loudness=(Loudness("22:00", until, 0),))
    day = ("22:00", "23:59", "00:00", "05:59", "06:00", "12:00", "21:59")
    assert {time for time in day if board.volume_at(time) == 0} == quiet
    assert not faults(replace(PLAN, boards=(board,)))


def test_a_picture_tells_volume_repeats_and_its_own_notices(hall: Stage) -> None:
    one = replace(PLAN.boards[0], volume=40, repeats=2)
    text = named("节日", "Holiday")
    dated = Notice(text, "2026-03-02", "2026-03-03", ("main",))
    plan = hall_with(one, dated, Notice(text, boards=("east",)), Notice(text, "2026-04-01"))
    with hall.store.read() as conn:
        picture = board_picture(conn, plan, one, hall.clock())
    assert (picture["board"]["volume"], picture["board"]["repeats"]) == (40, 2)
    [shown] = picture["notices"]
    assert shown == {
        "text": text,
        "from": "2026-03-02T00:00:00.000+08:00",
        "until": "2026-03-04T00:00:00.000+08:00",
    }


def test_notices_change_at_the_edge_of_the_day_by_the_boards_own_clock(server: Server) -> None:
    today = datetime.now(ZoneInfo(sample().timezone)).date()
    tomorrow = str(today + timedelta(days=1))
    replan(
        server,
        notices=(
            Notice(named("今天休息", "Closed today"), until=str(today)),
            Notice(named("明天照常", "Open as usual"), since=tomorrow, boards=("main",)),
            Notice(named("别处", "Elsewhere"), boards=("east",)),
        ),
    )
    with board(server, "main") as page:
        line = page.locator(".notice-line")
        expect(line).to_contain_text("今天休息", timeout=15_000)
        page.route("**/api/boards/*", lambda route: route.abort())
        for _ in range(5):
            # A message of the server that is still under way puts the clock right: it is pushed on once more.
            page.evaluate(PUSHED, 24)
            with suppress(AssertionError):
                expect(line).to_contain_text("明天照常", timeout=4_000)
                break
        page.evaluate(PUSHED, 24)
        expect(line).to_contain_text("明天照常")
    replan(server)
