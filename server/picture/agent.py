"""An agent's picture: what its signs show, whose evaluator is awake, and what waits for its printers."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from server.hall.agent import NOWHERE, acts_for, ailment, prints_with
from server.hall.numbering import business_day
from server.hall.plan import Hall
from server.hall.rating import awake_until
from server.hall.ticket import Ticket
from server.picture.shapes import iso
from server.store import floor, journal, presence, windows
from server.store.agents import reports
from server.store.paper import unprinted
from server.store.served import last_finished, last_starts

GONE = "gone"
MISSED = timedelta(days=1)


def agent_picture(conn: Connection, plan: Hall, place: str | None, now: datetime) -> dict[str, Any]:
    """Everything an agent shows and prints."""
    here, states, queued = (
        floor.at_windows(conn, plan.code),
        windows.states(conn, plan),
        unprinted(conn, plan.code),
    )
    own, seconds = acts_for(plan, place), plan.rating_seconds
    today = business_day(now, plan)
    awake = timedelta(seconds=seconds)
    last, begun = last_finished(conn, plan, now, awake), last_starts(conn, plan.code, now, awake)
    return {
        "seq": journal.last_seq(conn, plan.code),
        "now": iso(now),
        "agent": place,
        "windows": [
            {
                "code": window.code,
                "name": dict(window.name),
                "status": states[window.code].status.value,
                "label": _shown(here.get(window.code), today),
                "rate_until": iso(
                    awake_until(
                        last.get(window.code),
                        here.get(window.code),
                        begun.get(window.code),
                        now,
                        seconds,
                    )
                ),
            }
            for window in plan.windows
            if window.code in own
        ],
        "printers": [
            {"code": printer.code, "queued": queued.get(printer.code, 0)}
            for printer in prints_with(plan, place)
        ],
    }


def _shown(here: Ticket | None, today: date) -> str | None:
    """What a sign shows of whoever is at a window: nobody who was forgotten there on an earlier day."""
    return here.label if here is not None and here.day == today else None


def plugged(conn: Connection, plan: Hall, now: datetime) -> list[dict[str, Any]]:
    """Every device that hangs on an agent, as the agent said it is; "gone" when the agent says nothing any more.

    An agent of the set-up is missed until it is back; any other program for a day.
    """
    found = []
    for report in reports(conn, plan.code):
        if plan.agent(report.code) is None and now - report.at > MISSED:
            continue
        for one in report.devices:
            if one["window"] == NOWHERE:
                continue
            window = plan.window(one["window"])
            state = one["state"] if report.heard(now) else GONE
            name = dict(window.name) if window else {}
            found.append(one | {"agent": report.code, "state": state, "window_name": name})
    return found


def strangers(conn: Connection, hall: str, now: datetime) -> dict[str, list[str]]:
    """Agent -> the codes of what its file names and the set-up does not give it, while it is heard from."""
    found = {
        report.code: [one["code"] for one in report.devices if one["window"] == NOWHERE]
        for report in reports(conn, hall)
        if report.heard(now)
    }
    return {agent: codes for agent, codes in found.items() if codes}


def ailing(conn: Connection, plan: Hall, code: str, now: datetime) -> list[dict[str, Any]]:
    """What stands at a window and is not well, for its clerk: the `kind` of device, its `state` ("battery" and "link"
    when that is low, at a `level` in percent)."""
    here = [one for one in plugged(conn, plan, now) if one["window"] == code]
    wrong = [(one["kind"], what) for one in here if (what := ailment(one))]
    if code in presence.tablets_gone(conn, plan.code, now):
        wrong.append(("evaluator", (GONE, None)))
    return [{"kind": kind, "state": state, "level": level} for kind, (state, level) in wrong]


def missing(conn: Connection, hall: str, now: datetime) -> frozenset[str]:
    """Who was there and is not heard from any more: agents by their codes, tablets by their windows. No line of the
    journal tells of it."""
    silent = {one.code for one in reports(conn, hall) if not one.heard(now)}
    return frozenset(silent) | {f"tablet {code}" for code in presence.tablets_gone(conn, hall, now)}
