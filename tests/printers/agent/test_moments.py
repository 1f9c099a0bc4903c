"""How long ago a key was pressed, whatever clocks show: those of the machine, and the server's."""

import json
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from printers.agent import moments
from printers.agent.agent import Agent
from printers.agent.config import Config
from printers.agent.courier import Courier
from printers.agent.door import Away, Door
from printers.agent.moments import RESTART, UNKNOWABLE, HallClock, Moment, boot, this_moment
from printers.agent.store import Store
from tests.printers.agent.odd import answering
from tests.printers.agent.test_troubles import DONE, memory
from tests.serving import Server

__all__ = ["memory"]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> HallClock:
    """Nobody has said yet what time it is."""
    fresh = HallClock()
    monkeypatch.setattr(moments, "HALL", fresh)
    return fresh


def test_a_press_of_before_a_restart_is_older_than_the_restart() -> None:
    up = timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))
    moment = Moment(datetime.now(UTC), "another boot", 5.0)
    assert moment.age() >= up + RESTART - timedelta(seconds=1), "its clock stood still"
    ago = up + timedelta(hours=9)
    assert abs(Moment(datetime.now(UTC) - ago, "x", 5.0).age() - ago) < timedelta(minutes=1)
    assert Moment(datetime.now(UTC) + timedelta(hours=1), "x", 5.0).age() == UNKNOWABLE
    assert Moment(datetime.now(UTC), boot(), up.total_seconds()).age() < timedelta(minutes=1)


def test_the_server_s_clock_tells_how_long_a_machine_without_one_was_off(
    memory: Store, clock: HallClock
) -> None:
    """Its own stood still meanwhile."""
    nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert this_moment().hall == 0.0, "nobody has said what time it is"
    kept = Moment(datetime.now(UTC), "another boot", 5.0, nine.timestamp())
    memory.press("3", "eval3", "rate-5", kept)
    with answering(DONE) as odd:
        courier = Courier(memory, Door(odd.url, "key"), print)
        with pytest.raises(Away, match="what time it is"):
            courier.turn()
        assert odd.heard == []
        clock.told(nine + timedelta(hours=48))
        courier.turn()
    assert len(odd.heard) == 1
    assert memory.oldest_press() is None
    assert abs(kept.age() - timedelta(hours=48)) < timedelta(minutes=1)
    clock.told(nine - timedelta(hours=1))
    assert kept.age() == UNKNOWABLE, "the server's clock was put back"


@pytest.mark.parametrize("year", [1970, 2026, 9999])
def test_a_press_counts_whatever_the_clock_shows(server: Server, memory: Store, year: int) -> None:
    wrong = Moment(datetime(year, 12, 1, tzinfo=UTC), boot(), this_moment().up)
    memory.press("4", "pad4", "finish", wrong)
    courier = Courier(memory, Door(server.url, server.key("agent")), print)
    courier.turn()
    with sqlite3.connect(memory.path) as conn:
        (answer,) = conn.execute("SELECT answer FROM presses").fetchone()
    assert json.loads(answer)["reason"] == "no_ticket_here"


def test_the_server_s_clock_is_heard_with_each_picture(tmp_path: Path, clock: HallClock) -> None:
    (tmp_path / "key").write_text("key")
    agent = Agent(Config("http://127.0.0.1:9", tmp_path))
    agent.draw(None)
    assert this_moment().hall == 0.0
    picture = {"seq": 1, "now": "2026-03-02T09:00:00.000+08:00", "windows": [], "printers": []}
    agent.draw(picture)
    nine = datetime(2026, 3, 2, 1, tzinfo=UTC).timestamp()
    agent.store.press("3", "pad3", "next", this_moment())
    agent.store.close()
    with closing(Store(tmp_path / "agent.db")) as store:
        press = store.oldest_press()
    assert press
    assert 0 <= press.moment.hall - nine < 60
