"""A prepared statement gives what SQLAlchemy gives for it, on each engine, errors and all."""

from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import bindparam, func, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from server.store.prepared import Prepared, prepared_insert, write_together
from server.store.tables import counters, journal
from tests.stage import HALL, POSTGRESQL, Stage

J = journal.c
ODD = {
    "hall": HALL,
    "at": datetime(2026, 3, 29, 0, 59, 59, 999_999, tzinfo=UTC),
    "kind": "issued",
    "ticket": None,
    "service": "%s :id ? %(x)s '\"",
    "window": "窗口",
    "actor": "test:1",
    "data": {"名": ["%", None, 1.5, {"深": True}]},
}
APPEND = prepared_insert(journal, *ODD, returning=J.seq)
LINE = select(journal).where(J.hall == bindparam("hall"), J.seq == bindparam("seq"))


def test_what_is_written_and_read_is_what_sqlalchemy_writes_and_reads(hall: Stage) -> None:
    with hall.store.write() as conn:
        ours = APPEND.scalar(conn, ODD)
        theirs = conn.execute(insert(journal).values(ODD).returning(J.seq)).scalar_one()
        rows = []
        for seq in (ours, theirs):
            values = {"hall": HALL, "seq": seq}
            expected = tuple(conn.execute(LINE, values).one())
            assert Prepared(LINE).first(conn, values) == expected
            rows.append(expected[1:])
    assert rows[0] == rows[1]


def test_dates_and_values_that_never_change(hall: Stage) -> None:
    row: dict[str, Any] = {"hall": HALL, "series": "Z", "day": date(2026, 2, 28), "last": 7}
    query = select(counters).where(counters.c.series == "Z", counters.c.day == bindparam("day"))
    with hall.store.write() as conn:
        prepared_insert(counters, *row).rows(conn, row)
        assert Prepared(query).rows(conn, {"day": row["day"]}) == [tuple(row.values())]
        assert Prepared(query).first(conn, {"day": date(2026, 3, 1)}) is None
        assert Prepared(query).scalar(conn, {"day": date(2026, 3, 1)}) is None


def test_a_key_that_is_there_already_is_an_integrity_error(hall: Stage) -> None:
    row: dict[str, Any] = {"hall": HALL, "series": "Z", "day": date(2026, 2, 28), "last": 7}
    keep = prepared_insert(counters, *row)
    with hall.store.write() as conn:
        keep.rows(conn, row)
    with pytest.raises(IntegrityError) as caught, hall.store.write() as conn:
        keep.rows(conn, row)
    assert HALL not in str(caught.value.params)
    with hall.store.read() as conn:
        assert len(conn.execute(select(counters).where(counters.c.series == "Z")).all()) == 1


def test_what_is_written_together_is_what_each_alone_would_write(hall: Stage) -> None:
    count: dict[str, Any] = {"hall": HALL, "series": "Z%", "day": date(2026, 2, 28), "last": 7}
    steps = [
        (prepared_insert(counters, *count), count),
        (prepared_insert(journal, *ODD), ODD),
        (prepared_insert(journal, *ODD), ODD | {"ticket": 5, "service": "%(hall)s"}),
    ]
    for known in (steps[:1], steps[1:]):
        with hall.store.write() as conn:
            write_together(conn, known)
    with hall.store.read() as conn:
        assert conn.execute(select(counters)).all() == [tuple(count.values())]
        lines = conn.execute(select(journal).order_by(J.seq.desc()).limit(2)).all()
    assert {(line.ticket, line.service) for line in lines} == {
        (None, ODD["service"]),
        (5, "%(hall)s"),
    }
    assert {(line.window, line.at) for line in lines} == {("窗口", ODD["at"])}
    assert all(line.data == ODD["data"] for line in lines)


def test_of_what_is_written_together_nothing_is_left_when_one_fails(hall: Stage) -> None:
    row: dict[str, Any] = {"hall": HALL, "series": "Z", "day": date(2026, 2, 28), "last": 7}
    twice = [(prepared_insert(counters, *row), row)] * 2
    before = hall.snapshot()
    with pytest.raises(IntegrityError), hall.store.write() as conn:
        write_together(conn, [(prepared_insert(journal, *ODD), ODD), *twice])
    assert hall.snapshot() == before


def test_a_list_of_values_cannot_be_prepared(hall: Stage) -> None:
    among = Prepared(select(J.seq).where(J.kind.in_(["issued", "called"])))
    with hall.store.read() as conn, pytest.raises(ValueError, match="list"):
        among.rows(conn, {})


def test_a_value_left_out_is_said_at_once(hall: Stage) -> None:
    with hall.store.read() as conn, pytest.raises(KeyError, match="seq"):
        Prepared(LINE).rows(conn, {"hall": HALL})


def test_one_reader_sees_one_picture(hall: Stage) -> None:
    count = Prepared(select(func.count()).where(J.hall == bindparam("hall")))
    with hall.store.read() as conn:
        before = count.scalar(conn, {"hall": HALL})
        writer = Thread(target=hall.issue)
        writer.start()
        writer.join()
        assert count.scalar(conn, {"hall": HALL}) == before
    with hall.store.read() as conn:
        assert count.scalar(conn, {"hall": HALL}) == before + 1


def test_a_connection_that_was_lost_is_not_used_again(hall: Stage) -> None:
    if hall.store.sqlite:
        with pytest.raises(DBAPIError, match="no such table"), hall.store.read() as conn:
            Prepared(select(text("1")).select_from(text("nowhere"))).rows(conn, {})
        return
    assert hall.store.engine.dialect.name == POSTGRESQL
    one = Prepared(select(func.pg_terminate_backend(func.pg_backend_pid())))
    with pytest.raises(OperationalError) as caught, hall.store.read() as conn:
        one.rows(conn, {})
    assert caught.value.connection_invalidated
    assert hall.issue().label == "A001"
