"""A window opens, is left for a while, and closes; a clerk who is away is asked back."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from server.desk.work import Work
from server.hall.able import serves
from server.hall.event import Kind
from server.hall.refused import NotYours, Refused, Unknown
from server.hall.window import AFTER, Standing, WindowState
from server.store import tickets as rows
from server.store import windows as states
from server.store.tables import windows


def open_window(
    work: Work, code: str, clerk: str | None = None, *, take: bool = False
) -> WindowState:
    """A clerk sits down at a window; opening an open one again changes nothing.

    Raises Unknown("unknown_window"), Refused("window_taken") when another clerk is there (unless `take`),
    Refused("nothing_to_serve_here") for a clerk who can do none of the window's services, and
    Refused("clerk_serving_elsewhere") while the clerk has a ticket at another window.
    """
    now = _state(work, code)
    if now.status is Standing.OPEN and now.clerk == clerk:
        return now
    if now.status is not Standing.CLOSED and now.clerk not in (None, clerk) and not take:
        raise Refused("window_taken")
    if not serves(work.plan, code, clerk):
        raise Refused("nothing_to_serve_here")
    if clerk is not None:
        _leave_other(work, code, clerk)
    return _set(work, Kind.OPENED, code, clerk)


def leave_window(work: Work, code: str, reason: str) -> WindowState:
    """The clerk is away for a while, and says why. Raises Refused("window_busy"), Refused("window_closed")."""
    now = _idle(work, code)
    if now.status is Standing.CLOSED:
        raise Refused("window_closed")
    return _set(work, Kind.LEFT, code, now.clerk, reason, now.asked_at)


def ask_back(work: Work, code: str) -> WindowState:
    """Ask the clerk who is away to come back; asking again within a minute changes nothing.

    Raises Unknown("unknown_window"), NotYours("other_window") and Refused("window_not_away").
    """
    now = _state(work, code)
    if not now.may_ask(work.now):
        return now
    work.record(work.event(Kind.ASKED, window=code, data={"clerk": now.clerk}))
    asked = replace(now, asked_at=work.now)
    work.conn.execute(_upsert(work, asked))
    return asked


def close_window(work: Work, code: str) -> WindowState:
    """The window serves no more; closing a closed one changes nothing. Raises Refused("window_busy")."""
    now = _idle(work, code)
    return now if now.status is Standing.CLOSED else _set(work, Kind.CLOSED, code, now.clerk)


def clerk_at(work: Work, code: str) -> str | None:
    """Who serves at a window that is about to call; a call from a window that is not open opens it."""
    now = states.state(work.conn, work.plan.code, code)
    if now.status is not Standing.OPEN:
        now = _set(work, Kind.OPENED, code, now.clerk if now.status is Standing.AWAY else None)
    return now.clerk


def _state(work: Work, code: str) -> WindowState:
    if work.plan.window(code) is None:
        raise Unknown("unknown_window")
    if work.window is not None and work.window != code:
        raise NotYours("other_window")
    return states.state(work.conn, work.plan.code, code)


def _idle(work: Work, code: str) -> WindowState:
    now = _state(work, code)
    if rows.at_window(work.conn, work.plan.code, code) is not None:
        raise Refused("window_busy")
    return now


def _leave_other(work: Work, code: str, clerk: str) -> None:
    other = states.window_of(work.conn, work.plan.code, clerk)
    if other is None or other == code:
        return
    if rows.at_window(work.conn, work.plan.code, other) is not None:
        raise Refused("clerk_serving_elsewhere")
    _set(work, Kind.CLOSED, other, clerk)


def _set(
    work: Work,
    kind: Kind,
    code: str,
    clerk: str | None,
    reason: str | None = None,
    asked_at: datetime | None = None,
) -> WindowState:
    window = work.plan.window(code)
    services = list(window.services) if window else []
    data = {"clerk": clerk, "services": services} | ({"reason": reason} if reason else {})
    work.record(work.event(kind, window=code, data=data))
    kept = clerk if kind is not Kind.CLOSED else None
    state = WindowState(code, AFTER[kind], kept, reason, work.now, asked_at)
    work.conn.execute(_upsert(work, state))
    return state


def _upsert(work: Work, state: WindowState) -> Insert:
    insert = sqlite.insert if work.conn.dialect.name == "sqlite" else postgresql.insert
    place = {"hall": work.plan.code, "code": state.code}
    values = {
        "status": state.status.value,
        "clerk": state.clerk,
        "reason": state.reason,
        "since": state.since,
        "asked_at": state.asked_at,
    }
    statement = insert(windows).values(**place, **values)
    return statement.on_conflict_do_update(index_elements=list(place), set_=values)
