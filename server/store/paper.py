"""Named queries over paper: how a printer stands, and what became of a ticket's slip."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from server.hall.plan import Hall
from server.hall.roll import Roll, slips_left
from server.store import rolls
from server.store.prepared import Prepared
from server.store.tables import print_jobs, printer_states

J, S = print_jobs.c, printer_states.c


def printer_state(conn: Connection, hall: str, printer: str) -> dict[str, Any]:
    """{state, reason, near_end}; "ready" for a printer that has never reported."""
    row = _STATE.first(conn, {"hall": hall, "printer": printer}) or ("ready", None, False)
    return dict(zip(("state", "reason", "near_end"), row, strict=True))


def printers(conn: Connection, plan: Hall) -> dict[str, dict[str, Any]]:
    """Printer code -> its state, `since` when (None: never heard of), slips `queued` for it and `slips_left` on
    its roll (None: nobody knows), for every printer of a plan. Of one whose paper is out that says all of its roll."""
    queued, papers = unprinted(conn, plan.code), rolls.read(conn, plan.code)
    found = {}
    for one in plan.printers:
        told = printer_state(conn, plan.code, one.code)
        left = slips_left(papers.get(one.code, Roll()), one.roll_metres)
        found[one.code] = told | {
            "since": reported_at(conn, plan.code, one.code),
            "queued": queued.get(one.code, 0),
            "slips_left": None if told["reason"] == "paper_out" else left,
        }
    return found


def reported_at(conn: Connection, hall: str, printer: str) -> datetime | None:
    """When a printer last told how it is; None when it never has."""
    return conn.execute(_REPORTED, {"hall": hall, "printer": printer}).scalar()


def reported(conn: Connection) -> dict[str, datetime]:
    """Hall code -> when one of its printers last told how it is."""
    return dict(conn.execute(_LAST_REPORTS).all())


def slip(conn: Connection, ticket: int) -> tuple[str | None, str | None]:
    """What became of a ticket's last slip: queued, sending, done, unknown; None when it has none. And the printer that
    took it over from one that could not print it, None when none did."""
    state, printer, moved_from = conn.execute(_SLIP, {"ticket": ticket}).first() or (None,) * 3
    return state, printer if moved_from else None


def unprinted(conn: Connection, hall: str) -> dict[str, int]:
    """Printer code -> slips that wait for it."""
    return dict(conn.execute(_UNPRINTED, {"hall": hall}).all())


_STATE = Prepared(
    select(S.state, S.reason, S.near_end).where(
        S.hall == bindparam("hall"), S.printer == bindparam("printer")
    )
)
_REPORTED = select(S.changed_at).where(
    S.hall == bindparam("hall"), S.printer == bindparam("printer")
)
_LAST_REPORTS = select(S.hall, func.max(S.changed_at)).group_by(S.hall)
_SLIP = (
    select(J.state, J.printer, J.moved_from)
    .where(J.ticket_id == bindparam("ticket"))
    .order_by(J.id.desc())
    .limit(1)
)
_UNPRINTED = (
    select(J.printer, func.count())
    .where(J.hall == bindparam("hall"), J.state == "queued")
    .group_by(J.printer)
)
