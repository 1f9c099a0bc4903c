"""The hall closes in a quarter of an hour, and says so by itself: once, then, and not when it is no longer true."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.desk.broadcast import end_broadcast, start_broadcast
from server.desk.crier import Crier
from server.hall.announcement import Line, read_out
from server.hall.broadcast import AHEAD, LATE, LONGEST, Broadcast, moment_of
from server.hall.event import Kind
from server.hall.hours import last_closing
from server.hall.plan import Board, Hours
from server.hall.prepared import PREPARED
from server.hall.refused import Refused
from server.live.drawing import moments
from server.store import acks, broadcasts
from tests.stage import HALL, MORNING, PLAN, Stage

OWN = {"zh-Hans": "三号窗口移至二楼"}


def start(hall: Stage, **more: Any) -> Broadcast:
    more.setdefault("notice", "closing")
    return hall.do(lambda work: start_broadcast(work, PREPARED["closing"], 15, spoken=True, **more))


def said(hall: Stage) -> list[int]:
    """The lines that were said, each time they were."""
    return [e.data["broadcast"] for e in hall.journal() if e.kind is Kind.SAID]


@pytest.fixture
def look(hall: Stage) -> Callable[[], None]:
    """The crier looks once."""
    return Crier(hall.desk).look


def shown(hall: Stage) -> list[int]:
    with hall.store.read() as conn:
        return [line.id for line in broadcasts.running(conn, HALL, hall.clock())]


def test_what_is_said_now_is_said_once(hall: Stage, look: Callable[[], None]) -> None:
    line = start(hall)
    assert (line.notice, line.say_at) == ("closing", None)
    for _ in range(3):
        look()
    assert said(hall) == shown(hall) == [line.id]
    assert hall.faults() == []


def test_what_has_its_time_is_shown_and_said_then(hall: Stage, look: Callable[[], None]) -> None:
    line = start(hall, at="16:45")
    quarter = datetime(2026, 3, 2, 8, 45, tzinfo=UTC)
    assert (line.at, line.say_at, line.until) == (quarter, quarter, quarter + timedelta(minutes=15))
    hall.clock.now = quarter - timedelta(seconds=1)
    look()
    assert said(hall) == shown(hall) == []
    hall.clock.go(seconds=1)
    look()
    look()
    assert said(hall) == shown(hall) == [line.id]
    told = next(e for e in hall.journal() if e.kind is Kind.BROADCAST)
    assert dict(told.data) == {
        "broadcast": line.id,
        "minutes": 15,
        "notice": "closing",
        "at": quarter.isoformat(),
    }
    assert [e.kind for e in hall.told][-1] is Kind.SAID, "boards are told at once"


def test_what_was_ended_before_its_time_is_not_said(hall: Stage, look: Callable[[], None]) -> None:
    line = start(hall, at="16:45")
    hall.do(lambda work: end_broadcast(work, line.id))
    hall.clock.go(hours=8)
    look()
    assert said(hall) == shown(hall) == []


def test_a_server_that_was_off_says_nothing_that_is_over(
    hall: Stage, look: Callable[[], None]
) -> None:
    late, soon = start(hall, at="09:30"), start(hall, at="09:35")
    hall.clock.now = MORNING + timedelta(minutes=30) + LATE
    look()
    look()
    assert said(hall) == [soon.id]
    assert shown(hall) == [late.id, soon.id]


def test_a_hall_that_is_there_no_more_keeps_no_other_silent(
    hall: Stage, look: Callable[[], None]
) -> None:
    line = start(hall, at="09:30")
    gone = replace(line, say_at=MORNING)
    with hall.store.write() as conn:
        broadcasts.add(conn, "gone", gone)
    hall.clock.go(minutes=30)
    look()
    assert said(hall) == [line.id]


def test_two_that_look_at_once_say_it_once(hall: Stage) -> None:
    line = start(hall, at="09:30")
    hall.clock.go(minutes=30)
    with hall.store.write() as conn:
        assert broadcasts.take(conn, line.id)
        assert not broadcasts.take(conn, line.id)


@pytest.mark.parametrize(
    ("now", "clock", "at"),
    [
        ("09:00", "09:01", "2026-03-02T09:01"),
        ("09:00", "21:00", "2026-03-02T21:00"),
        ("23:30", "00:15", "2026-03-03T00:15"),
        ("09:00", "09:00", None),
        ("09:00", "08:59", None),
        ("09:00", "21:01", None),
    ],
)
def test_a_time_of_day_is_the_next_one_within_half_a_day(
    now: str, clock: str, at: str | None
) -> None:
    shanghai = timedelta(hours=8)
    moment = datetime.fromisoformat(f"2026-03-02T{now}+08:00")
    if at is None:
        with pytest.raises(Refused, match="time_passed"):
            moment_of(PLAN, clock, moment)
    else:
        found = moment_of(PLAN, clock, moment)
        assert (found + shanghai).strftime("%Y-%m-%dT%H:%M") == at
        assert found - moment <= AHEAD


def test_a_hall_closes_at_the_end_of_its_last_hours(hall: Stage) -> None:
    hours = Hours(((("09:00", "12:00"), ("13:30", "24:00")),) + ((),) * 6)
    zone = PLAN.timezone
    midnight = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
    assert last_closing(hours, MORNING, zone) == midnight
    assert last_closing(hours, midnight - timedelta(seconds=1), zone) == midnight
    assert last_closing(hours, midnight, zone) is None


def test_a_prepared_notice_can_be_shown_at_the_size_of_a_line() -> None:
    for text in PREPARED.values():
        assert all(len(text[language]) <= most for language, most in LONGEST.items())


def test_it_is_read_in_the_languages_it_is_written_in() -> None:
    both = PREPARED["lunch"]
    assert read_out(both, ("en", "zh-Hans"), "lunch") == [
        Line("en", both["en"], notice="lunch"),
        Line("zh-Hans", both["zh-Hans"], notice="lunch"),
    ]
    assert read_out(OWN, ("zh-Hans", "en")) == [Line("zh-Hans", OWN["zh-Hans"])]
    assert read_out(OWN, ("zh-Hant",)) == [Line("zh-Hant", OWN["zh-Hans"])]
    assert read_out(OWN, ("en",)) == [Line("zh-Hans", OWN["zh-Hans"])], "better than nothing"


def test_the_supervisor_is_told_whether_it_was_heard(hall: Stage) -> None:
    """Shown by one board and spoken by another; older ones are no news."""
    line = start(hall)
    [event] = [e for e in hall.told if e.kind is Kind.SAID]
    now = hall.clock()
    with hall.store.write() as conn:
        assert broadcasts.said(conn, HALL, now) == [broadcasts.Said(line.id, now, None)]
        acks.keep(conn, HALL, 1, acks.Ack(event.seq, now, None))
        assert broadcasts.said(conn, HALL, now)[0].spoken_at is None
        heard = now + timedelta(seconds=9)
        acks.keep(conn, HALL, 2, acks.Ack(event.seq, None, heard))
        assert broadcasts.said(conn, HALL, now) == [broadcasts.Said(line.id, now, heard)]
        assert broadcasts.said(conn, HALL, now + timedelta(seconds=1)) == []


def test_boards_that_are_silent_are_not_told(hall: Stage) -> None:
    start(hall)
    [event] = [e for e in hall.told if e.kind is Kind.SAID]
    [(name, told)] = moments(PLAN, PLAN.boards[1], [event])
    assert (name, told["kind"], told["broadcast"]) == ("moment", "said", event.data["broadcast"])
    assert told["voice_url"] == f"/api/calls/{event.seq}/voice?languages=zh-Hans,en"
    assert moments(PLAN, Board("mute", {}, voice=False), [event]) == []
