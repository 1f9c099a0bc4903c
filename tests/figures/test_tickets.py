"""Every figure leads to its tickets: on a random half year, each list is as long as its figure says."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from server.figures import book
from server.figures.book import add_up, draw_day
from server.figures.counted import lines_on
from server.figures.range import figures_of_range
from server.figures.sheet import Sheet
from server.figures.tickets import everyone, how_many, page_of
from server.figures.turn import Turn
from server.figures.wanted import WHATS, Wanted
from server.hall.event import Kind
from server.hall.plan import Hall
from server.hall.ticket import Status
from server.store.store import Store
from tests.figures import histories
from tests.figures.recount import Fact, facts, left_waiting
from tests.stage import PLAN, Stage

BEGINS, ENDS = datetime(2026, 5, 20, 6, tzinfo=UTC), datetime(2026, 11, 25, 12, tzinfo=UTC)
LAST = date(2026, 11, 25)
MONDAY = date(2026, 3, 2)
GRADES = ("5", "4", "3", "2", "1")
PARTS = ("service", "window", "clerk", "hour", "weekday")
Past = tuple[Store, Hall, list[Fact]]


@pytest.fixture(
    scope="module", params=[("Asia/Shanghai", "00:00", 5), ("Europe/Berlin", "04:30", 6)]
)
def past(request: pytest.FixtureRequest) -> Iterator[Past]:
    """A hall with half a year behind it, in a zone with and one without summer time."""
    zone, starts, seed = request.param
    with histories.past(zone, starts, seed, BEGINS, ENDS) as (store, plan, lines):
        yield store, plan, facts(plan, lines)


def told_by(figures: dict[str, Any]) -> dict[str, int]:
    """Every figure that has tickets behind it, as the figures page tells it."""
    waits = figures["wait"]["n"]
    within = figures["within_share"]
    return {
        "issued": figures["tickets"],
        "called": figures["calls"],
        "recalled": figures["recalls"],
        **{name: figures[name] for name in ("served", "missed", "reinstated", "cancelled")},
        **{name: figures[name] for name in ("parked", "transferred", "rated")},
        "waited": waits,
        "over": waits - round((within or 0) * waits) if waits else 0,
        "timed": figures["service"]["n"],
        "good": sum(figures["ratings"][grade] for grade in GRADES[:3]),
        **{f"rated-{grade}": figures["ratings"][grade] for grade in GRADES},
    }


def groups(told: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each part of a range's figures: how its list is asked for, and its row."""
    yield {}, told
    for part, name in (("services", "service"), ("windows", "window"), ("clerks", "clerk")):
        yield from (({name: row["code"]}, row) for row in told[part])
    yield from (({"hour": row["hour"]}, row) for row in told["hours"])
    yield from (({"weekday": row["weekday"]}, row) for row in told["weekdays"])


def test_a_list_is_as_long_as_its_figure(past: Past) -> None:
    store, plan, _ = past
    chance = random.Random(9)
    for length in (1, 7, 33):
        first = LAST - timedelta(days=chance.randrange(length, 150))
        span = (first, first + timedelta(days=length - 1))
        told = figures_of_range(store, plan, *span, ENDS)
        assert set(told_by(told)) == set(WHATS) - {"waiting"}
        for part, row in groups(told):
            for what, figure in told_by(row).items():
                wanted = Wanted(what, **part)
                assert how_many(store, plan, span, wanted, ENDS) == figure, wanted
                if length < 10 or chance.random() < 0.1:
                    assert len(list(everyone(store, plan, span, wanted, ENDS))) == figure, wanted


def test_a_half_hour_leads_to_who_came_in_it_and_whose_wait_ended(past: Past) -> None:
    store, plan, _ = past
    for length in (3, 28, 90):
        span = (LAST - timedelta(days=length), LAST - timedelta(days=1))
        told = figures_of_range(store, plan, *span, ENDS)
        assert len(told["half_hours"]) > (10 if length > 9 else 0)
        for row in told["half_hours"]:
            for what, figure in (("issued", row["tickets"]), ("waited", row["wait"]["n"])):
                wanted = Wanted(what, half=row["at"])
                assert how_many(store, plan, span, wanted, ENDS) == figure, wanted
                if length < 30:
                    assert len(list(everyone(store, plan, span, wanted, ENDS))) == figure, wanted


def test_those_left_waiting_are_as_many_as_the_book_says(past: Past) -> None:
    store, plan, _ = past
    span = (LAST - timedelta(days=40), LAST)
    rows = list(everyone(store, plan, span, Wanted("waiting"), ENDS))
    assert len(rows) == add_up(store, plan, *span, ENDS).standing[Status.WAITING] > 0
    for code in ("id", "tax", "deeds"):
        mine = list(everyone(store, plan, span, Wanted("waiting", service=code), ENDS))
        assert set(mine) <= set(rows), "one that was sent on waits where it was sent to"
        rows = [row for row in rows if row not in mine]
    assert rows == []


def counted(found: list[Fact], what: str, promised: int) -> list[Fact]:
    """The facts that a figure counts, by the words of docs/figures.md."""
    if what == "waiting":
        return list(left_waiting(found))
    fits: dict[str, Callable[[Fact], bool]] = {
        "waited": lambda f: f.wait is not None,
        "over": lambda f: (f.wait or 0) > promised,
        "timed": lambda f: f.service_time is not None,
        "rated": lambda f: f.score is not None,
        "good": lambda f: (f.score or 0) > 2,
        "served": lambda f: f.kind is Kind.FINISHED,
    }
    if what.startswith("rated-"):
        return [f for f in found if f.score == int(what[-1])]
    return [f for f in found if (fits[what](f) if what in fits else f.kind == what)]


def part_of(fact: Fact, name: str) -> Any:
    return fact.day.isoweekday() if name == "weekday" else getattr(fact, name)


@pytest.mark.parametrize("what", WHATS)
def test_several_parts_at_once_are_counted_line_by_line(past: Past, what: str) -> None:
    store, plan, found = past
    chance = random.Random(what)
    first = LAST - timedelta(days=chance.randrange(30, 150))
    span = (first, first + timedelta(days=30))
    every = [f for f in found if span[0] <= f.day <= span[1] and f.event]
    here = counted(every, what, plan.promised_minutes)
    for names in [*combinations(PARTS, 2), PARTS]:
        # Parts that have some together, and in their turn parts of which each has some.
        alike = [chance.choice(here or every)] * len(names)
        for facts_ in (alike, chance.choices(here or every, k=len(names))):
            part = {n: part_of(f, n) for n, f in zip(names, facts_, strict=True)}
            asked = {n: value for n, value in part.items() if value is not None}
            same = [f for f in here if all(part_of(f, n) == v for n, v in asked.items())]
            wanted = Wanted(what, **asked)
            assert how_many(store, plan, span, wanted, ENDS) == len(same), wanted
            if chance.random() < 0.3:
                rows = everyone(store, plan, span, wanted, ENDS)
                assert {r.seq for r in rows} == {f.event.seq for f in same if f.event}, wanted
                page = page_of(store, plan, span, wanted, ENDS, most=7)
                assert (page.total, len(page.rows)) == (len(same), min(7, len(same))), wanted


def test_several_parts_of_a_long_time_are_not_added_up(past: Past) -> None:
    store, plan, _ = past
    long = (LAST - timedelta(days=100), LAST)
    assert how_many(store, plan, long, Wanted(service="id", hour=9), ENDS) is None


def test_pages_together_are_the_list(past: Past) -> None:
    store, plan, _ = past
    span, wanted = (date(2026, 5, 1), LAST), Wanted("called", service="id")
    every, pages, before = list(everyone(store, plan, span, wanted, ENDS)), [], None
    while True:
        page = page_of(store, plan, span, wanted, ENDS, before, most=7)
        assert page.total == len(every) > 100
        pages.append(page.rows)
        before = page.older
        if before is None:
            break
    assert [row for rows in pages for row in rows] == every
    assert max(map(len, pages)) == 7


@pytest.mark.parametrize("length", [1, 7, 31])
def test_a_page_draws_the_running_day_once(
    hall: Stage, monkeypatch: pytest.MonkeyPatch, length: int
) -> None:
    drawn: list[date] = []

    def draw(conn: Connection, plan: Hall, day: date) -> Sheet:
        drawn.append(day)
        return draw_day(conn, plan, day)

    monkeypatch.setattr(book, "draw_day", draw)
    hall.issue()
    span = (MONDAY - timedelta(days=length - 1), MONDAY)
    page = page_of(hall.store, PLAN, span, Wanted(), hall.clock())
    assert (len(page.rows), page.total) == (1, 1)
    assert drawn == [MONDAY]


def test_a_clock_that_was_set_back_changes_nothing_of_it(hall: Stage) -> None:
    """What lines of yesterday say counts before today's, however late they were written."""
    morning = hall.clock.now
    ana, bao = hall.issue(), hall.issue()
    hall.clock.go(minutes=30)
    hall.open("2", "chenli")
    hall.call_next("2")
    hall.clock.now = morning - timedelta(hours=12)
    hall.move(ana, "recall")
    hall.clock.now = morning + timedelta(hours=1)
    hall.move(ana, "start")
    hall.move(ana, "finish")
    hall.move(bao, "cancel")
    span, now = (MONDAY - timedelta(days=1), MONDAY), morning + timedelta(hours=2)
    told = figures_of_range(hall.store, PLAN, *span, now)
    for part, row in groups(told):
        for what, figure in told_by(row).items():
            rows = list(everyone(hall.store, PLAN, span, Wanted(what, **part), now))
            assert len(rows) == figure, (what, part)
    assert told["recalls"] == told["served"] == 1


def test_the_docs_name_every_figure_that_has_a_list(root: Path) -> None:
    text = (root / "docs/figures.md").read_text("utf-8")
    section = text.partition("## Tickets behind a figure")[2].partition("\n## ")[0]
    told = [name for line in re.findall(r"^\| (`.*?) \|", section, re.M) for name in line.split()]
    assert sorted(name.strip("`") for name in told) == sorted([*WHATS, "what"])


def one_day(hall: Stage, what: str, **part: Any) -> list[Turn]:
    return list(everyone(hall.store, PLAN, (MONDAY, MONDAY), Wanted(what, **part), hall.clock.now))


def test_a_row_tells_of_the_visit_that_was_counted(hall: Stage) -> None:
    hall.open("2", "chenli")
    ana = hall.issue()
    hall.clock.go(minutes=12)
    hall.call_next("2")
    hall.move(ana, "miss")
    hall.clock.go(minutes=3)
    hall.move(ana, "reinstate")
    hall.clock.go(minutes=25)
    hall.open("1", "wangmin")
    hall.serve("1", 6)
    hall.move(ana, "rate", 2)
    [missed] = one_day(hall, "missed")
    assert (missed.label, missed.window, missed.clerk, missed.wait) == ("A001", "2", "chenli", 12)
    assert (missed.took, missed.status, missed.score) == (None, Status.FINISHED, 2)
    [served] = one_day(hall, "served", clerk="wangmin")
    assert (served.window, served.wait, served.took) == ("1", 25, 6)
    [over] = one_day(hall, "over")
    assert (over.ticket, over.window) == (ana.id, "1")
    [issued] = one_day(hall, "issued")
    assert (issued.window, issued.wait, issued.issued_at) == ("2", 12, ana.issued_at)
    assert one_day(hall, "rated-2") == one_day(hall, "rated")
    assert one_day(hall, "rated-5") == one_day(hall, "good") == []


def test_a_number_of_a_day_is_found_by_its_label(hall: Stage) -> None:
    hall.issue()
    bao = hall.issue("tax")
    assert [row.ticket for row in one_day(hall, "issued", label="B001")] == [bao.id]
    assert one_day(hall, "issued", label="B009") == []
    with hall.store.read() as conn:
        tuesday = MONDAY + timedelta(days=1)
        assert lines_on(conn, PLAN, tuesday, Wanted(label="B001")) == []
