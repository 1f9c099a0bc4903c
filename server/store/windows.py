"""Named queries over the windows' present state."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from server.hall.plan import Hall
from server.hall.window import Standing, WindowState
from server.store.prepared import Prepared
from server.store.tables import windows

W = windows.c


def states(conn: Connection, plan: Hall) -> dict[str, WindowState]:
    """How each window of the plan stands; one that never opened is closed."""
    known = {row[0]: _known(*row) for row in _ALL.rows(conn, {"hall": plan.code})}
    return {w.code: known.get(w.code, _never(w.code)) for w in plan.windows}


def state(conn: Connection, hall: str, code: str) -> WindowState:
    """How one window stands."""
    row = _ONE.first(conn, {"hall": hall, "code": code})
    return _known(*row) if row else _never(code)


def window_of(conn: Connection, hall: str, clerk: str) -> str | None:
    """The window a clerk has open or has left for a while."""
    here = (W.hall == hall, W.clerk == clerk, W.status != Standing.CLOSED)
    return conn.execute(select(W.code).where(*here).order_by(W.since.desc()).limit(1)).scalar()


def _known(code: str, status: str, *rest: Any) -> WindowState:
    return WindowState(code, Standing(status), *rest)


def _never(code: str) -> WindowState:
    return WindowState(code, Standing.CLOSED, None, None, None)


_ALL_OF = select(W.code, W.status, W.clerk, W.reason, W.since, W.asked_at).where(
    W.hall == bindparam("hall")
)
_ALL, _ONE = Prepared(_ALL_OF), Prepared(_ALL_OF.where(W.code == bindparam("code")))
