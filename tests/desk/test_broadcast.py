"""The supervisor lets every board say that window 3 moves; the line goes away by itself."""

from typing import Any

import pytest

from server.desk.broadcast import end_broadcast, start_broadcast
from server.hall.broadcast import MINUTES, NEVER, Broadcast, ends
from server.hall.event import Kind
from server.hall.refused import Unknown
from server.picture.board import board_picture
from server.store import audits
from tests.stage import HALL, MORNING, PLAN, Stage

LINE = {"zh-Hans": "三号窗口移至二楼", "en": "Window 3 is on the second floor"}


def start(hall: Stage, minutes: int | None = 5, text: Any = LINE) -> Broadcast:
    return hall.do(lambda work: start_broadcast(work, text, minutes))


def end(hall: Stage, line: int) -> None:
    hall.do(lambda work: end_broadcast(work, line))


def shown(hall: Stage, board: int = 0) -> list[str]:
    with hall.store.read() as conn:
        picture = board_picture(conn, PLAN, PLAN.boards[board], hall.clock())
    return [line["text"]["zh-Hans"] for line in picture["broadcasts"]]


@pytest.mark.parametrize("minutes", MINUTES)
def test_a_line_stands_on_every_board_until_its_minutes_are_over(hall: Stage, minutes: int) -> None:
    start(hall, minutes)
    hall.clock.go(minutes=minutes - 1, seconds=59)
    assert shown(hall) == shown(hall, 1) == [LINE["zh-Hans"]]
    hall.clock.go(seconds=1)
    assert shown(hall) == []


def test_a_line_without_an_end_stays_until_it_is_ended(hall: Stage) -> None:
    line = start(hall, None)
    assert (line.until, ends(MORNING, None)) == (NEVER, NEVER)
    hall.clock.go(days=30)
    assert shown(hall) == [LINE["zh-Hans"]]
    end(hall, line.id)
    assert shown(hall) == []


def test_the_one_that_ends_first_comes_first(hall: Stage) -> None:
    for text, minutes in (("丙", None), ("乙", 60), ("甲", 5)):
        start(hall, minutes, {"zh-Hans": text})
    assert shown(hall) == ["甲", "乙", "丙"]


def test_ending_twice_writes_nothing(hall: Stage) -> None:
    line, late = start(hall), start(hall)
    end(hall, line.id)
    hall.clock.go(minutes=5)
    before = hall.snapshot()
    end(hall, line.id)
    end(hall, late.id)
    assert hall.snapshot() == before
    with pytest.raises(Unknown):
        end(hall, 999)


def test_the_journal_has_the_id_and_the_audit_has_the_words(hall: Stage) -> None:
    line = start(hall, 15)
    end(hall, line.id)
    kinds = (Kind.BROADCAST, Kind.WITHDRAWN)
    told = [(e.kind.value, dict(e.data)) for e in hall.journal() if e.kind in kinds]
    assert told == [
        ("broadcast", {"broadcast": line.id, "minutes": 15}),
        ("withdrawn", {"broadcast": line.id}),
    ]
    with hall.store.read() as conn:
        ended, begun = audits.newest(conn, HALL, "broadcasts")
    assert (begun.before, begun.after) == (None, LINE)
    assert (ended.before, ended.after, ended.actor) == (LINE, None, "test:1")
    assert LINE["zh-Hans"] not in str(hall.journal())
    assert hall.faults() == []
