"""A backup brings every row back, whichever engine it came from and whichever it goes to."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from printers.spool_jobs import Jobs
from server.backup.archive import BadBackup
from server.backup.counters import last_ids
from server.backup.rows import LEFT_OUT, shapes
from server.store import migrate
from server.store.tables import metadata
from server.store.tables_access import people
from tests.backup.pair import bring, elsewhere, empty_store, fill, rows_of, save
from tests.stage import ENGINES, HALL, MORNING, PLAN, Stage

PAIRS = [(one, other) for one in ENGINES for other in ENGINES]


@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_every_row_of_every_table_comes_back(source: str, target: str, tmp_path: Path) -> None:
    file = tmp_path / "hall.zip"
    with empty_store(source) as old, empty_store(target) as new:
        fill(old)
        before = rows_of(old)
        assert all(before.values()), "no table is without rows"
        assert before.keys() == metadata.tables.keys() - LEFT_OUT
        made = save(old, file)
        assert bring(new, file)
        assert rows_of(new) == before
        assert {name: part.rows for name, part in made.tables.items()} == {
            name: len(rows) for name, rows in before.items()
        }
        assert save(new, tmp_path / "again.zip").sums == made.sums, "a copy's copy is the copy"


@pytest.mark.parametrize("target", ENGINES)
def test_a_day_goes_on_where_it_was(hall: Stage, target: str, tmp_path: Path) -> None:
    ana = hall.issue(kiosk=PLAN.kiosk("k1"), priority="elderly")
    ben = hall.issue()
    hall.call_next()
    hall.move(ana, "start")
    before, file = rows_of(hall.store), tmp_path / "hall.zip"
    save(hall.store, file)
    hall.move(ana, "finish")
    with empty_store(target) as store:
        bring(store, file)
        later = elsewhere(hall, store)
        waited, doubted = before.pop("print_jobs"), rows_of(store)
        assert [row[:6] for row in doubted.pop("print_jobs")] == [row[:6] for row in waited]
        assert doubted == before, "what came after the backup is not in it"
        assert later.faults() == []
        assert later.issue().label == "A003"
        assert later.row(ana).status == "serving"
        later.move(ana, "finish")
        assert later.call_next().id == ben.id
        assert later.faults() == []


@pytest.mark.parametrize("target", ENGINES)
def test_no_slip_that_may_have_come_out_is_printed_by_itself(
    hall: Stage, target: str, tmp_path: Path
) -> None:
    """The paper of the ticket comes out after the backup was made; what was printed before it stays so."""
    place = (HALL, "p1")
    hall.plan(printers=(replace(PLAN.printers[0], driver="file"),))
    hall.issue(kiosk=PLAN.kiosk("k1"))
    jobs = Jobs(hall.store, hall.clock)
    first = jobs.next(place)
    assert first is not None
    assert jobs.take(first)
    assert jobs.settle(first, "done", None)
    hall.issue(kiosk=PLAN.kiosk("k1"))
    hall.issue(kiosk=PLAN.kiosk("k1"))
    second = jobs.next(place)
    assert second is not None
    assert jobs.take(second)
    save(hall.store, tmp_path / "hall.zip")
    with empty_store(target) as store:
        bring(store, tmp_path / "hall.zip")
        later = Jobs(store, hall.clock)
        assert later.next(place) is None
        asked = later.undecided(HALL)
        assert [one.reason for one in asked] == ["restored"] * 2
        assert first.id not in [one.id for one in asked]


@pytest.mark.parametrize("left", [0, 1])
@pytest.mark.parametrize(("source", "target"), PAIRS)
def test_an_id_that_was_given_is_not_given_again(
    source: str, target: str, left: int, tmp_path: Path
) -> None:
    file = tmp_path / "hall.zip"
    with empty_store(source) as old, empty_store(target) as new:
        fill(old, rows=0)
        row = {"hall": "river", "text": {}, "at": MORNING, "until": MORNING}
        broadcasts = metadata.tables["broadcasts"]
        with old.write() as conn:
            for _ in range(3):
                last = conn.execute(insert(broadcasts).values(**row)).inserted_primary_key
            conn.execute(delete(broadcasts).where(broadcasts.c.id > left))
        assert last is not None
        assert last[0] == 3
        save(old, file)
        bring(new, file)
        with new.write() as conn:
            assert last_ids(conn, shapes(conn))["broadcasts"] == 3
            assert conn.execute(insert(broadcasts).values(**row)).inserted_primary_key == (4,)


@pytest.mark.parametrize("target", ENGINES)
def test_every_table_that_counts_goes_on_after_an_older_backup(target: str, tmp_path: Path) -> None:
    file = tmp_path / "old.zip"
    with empty_store("sqlite") as old, empty_store(target) as new:
        with old.write() as conn:
            migrate.rise(conn, migrate.revisions()[0])
            counting = conn.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"
            )
            counted = set(counting.scalars())
            for name in counted:
                conn.exec_driver_sql(f"INSERT INTO sqlite_sequence VALUES ('{name}', 70)")
        assert {"journal", "keys", "print_jobs", "tickets"} <= counted
        save(old, file)
        bring(new, file)
        with new.write() as conn:
            last = last_ids(conn, shapes(conn))
        assert last | dict.fromkeys(counted, 70) == last


def test_who_was_signed_in_signs_in_again(tmp_path: Path) -> None:
    with empty_store("sqlite") as old, empty_store("sqlite") as new:
        fill(old)
        save(old, tmp_path / "hall.zip")
        bring(new, tmp_path / "hall.zip")
        with new.read() as conn:
            assert not conn.execute(select(metadata.tables["sessions"])).all()
            assert conn.execute(select(people)).all()


@pytest.mark.parametrize("target", ENGINES)
def test_a_store_in_which_something_stands_is_left_alone(target: str, tmp_path: Path) -> None:
    file = tmp_path / "hall.zip"
    with empty_store("sqlite") as old, empty_store(target) as new:
        fill(old)
        save(old, file)
        fill(new, rows=2)
        before = rows_of(new)
        with pytest.raises(BadBackup, match=r"not empty, it has acks, .*tickets"):
            bring(new, file)
        assert rows_of(new) == before
