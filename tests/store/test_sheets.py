"""What figures ask of a long journal is found by indexes, not by walking it."""

from sqlalchemy import text

from server.store import sheets
from tests.stage import HALL, MORNING, SQLITE, Stage, on


@on(SQLITE)
def test_a_tickets_older_lines_are_found_by_ticket(hall: Stage) -> None:
    ana, bo = hall.issue(), hall.issue()
    hall.serve(), hall.serve()
    with hall.store.read() as conn:
        found = list(sheets.lines_before(conn, HALL, [bo.id, ana.id], hall.clock.now))
        asked = sheets._LIVES.params(hall=HALL, tickets=[1, 2])
        spelt = asked.compile(hall.store.engine, compile_kwargs={"literal_binds": True})
        plan = conn.execute(text(f"EXPLAIN QUERY PLAN {spelt}")).all()
        assert list(sheets.lines_before(conn, HALL, [bo.id], MORNING)) == []
    assert [e.kind.value for e in found if e.ticket == ana.id][:2] == ["issued", "called"]
    assert "ix_journal_hall_ticket" in str(plan)
