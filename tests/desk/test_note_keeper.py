"""Notes are erased when their day is over, and sealed late where an earlier version wrote them."""

import time

from sqlalchemy import update

from server.desk.keeper import NoteKeeper
from server.desk.notes import Note
from server.store.seal import MARK
from server.store.tables import tickets
from tests.desk.test_notes import NOTE, kept, opened, parked
from tests.stage import Stage


def test_a_note_goes_when_its_day_is_over(hall: Stage) -> None:
    ana = parked(hall)
    missed = parked(hall)
    hall.move(missed, "call", "1")
    hall.move(missed, "miss")
    keeper = NoteKeeper(hall.desk)
    keeper.look()
    assert hall.note(ana) == hall.note(missed) == NOTE
    hall.clock.go(days=1)
    bo = parked(hall, "forms")
    before = hall.journal()
    keeper.look()
    assert kept(hall, ana) is None
    assert kept(hall, missed) is None
    assert hall.note(bo) == "forms", "a new day's note stays"
    assert hall.journal() == before, "no screen shows another thing"
    assert hall.faults() == []


def test_what_an_earlier_version_kept_as_it_was_typed_is_told_and_then_sealed(hall: Stage) -> None:
    ana = parked(hall)
    with hall.store.write() as conn:
        conn.execute(update(tickets).values(note=NOTE))
    hall.move(ana, "call", "1")
    assert opened(hall, ana) == Note(NOTE)
    NoteKeeper(hall.desk).look()
    sealed = kept(hall, ana)
    assert sealed is not None
    assert sealed.startswith(MARK)
    assert opened(hall, ana) == Note(NOTE)
    NoteKeeper(hall.desk).look()
    assert kept(hall, ana) == sealed, "once is enough"


def test_its_thread_works_where_the_lease_is(hall: Stage) -> None:
    ana = parked(hall)
    hall.clock.go(days=1)
    idle = NoteKeeper(hall.desk, held=lambda: False, after=0)
    keeper = NoteKeeper(hall.desk, after=0)
    idle.start()
    idle.stop()
    assert kept(hall, ana) is not None
    keeper.start()
    deadline = time.monotonic() + 30
    while kept(hall, ana) is not None and time.monotonic() < deadline:
        time.sleep(0.01)
    keeper.stop()
    assert kept(hall, ana) is None
