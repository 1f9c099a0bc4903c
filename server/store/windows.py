"""Named queries over the windows' present state."""

from typing import Any

from sqlalchemy import Connection, Row, select

from server.hall.plan import Hall
from server.hall.window import Standing, WindowState
from server.store.tables import windows

W = windows.c


def states(conn: Connection, plan: Hall) -> dict[str, WindowState]:
    """How each window of the plan stands; one that never opened is closed."""
    rows = conn.execute(select(windows).where(W.hall == plan.code))
    known = {r.code: _known(r) for r in rows}
    return {w.code: known.get(w.code, _never(w.code)) for w in plan.windows}


def state(conn: Connection, hall: str, code: str) -> WindowState:
    """How one window stands."""
    row = conn.execute(select(windows).where(W.hall == hall, W.code == code)).one_or_none()
    if row is None:
        return _never(code)
    return _known(row)


def window_of(conn: Connection, hall: str, clerk: str) -> str | None:
    """The window a clerk has open or has left for a while."""
    here = (W.hall == hall, W.clerk == clerk, W.status != Standing.CLOSED)
    return conn.execute(select(W.code).where(*here).order_by(W.since.desc()).limit(1)).scalar()


def _known(row: Row[Any]) -> WindowState:
    stands = Standing(row.status)
    return WindowState(row.code, stands, row.clerk, row.reason, row.since, row.asked_at)


def _never(code: str) -> WindowState:
    return WindowState(code, Standing.CLOSED, None, None, None)
