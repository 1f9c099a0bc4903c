"""What agents do beside pressing keys: they take slips to print, settle them, and say how their devices are.

queued -> sending, taken by the agent -> done | unknown | queued again (not one byte was sent)
"""

from typing import Any

from sqlalchemy import select, update

from server.desk.work import Lost, Work
from server.hall import roll
from server.hall.agent import GONE, NOWHERE, acts_for, prints_with
from server.hall.refused import NotYours, Unknown
from server.store import agents, rolls
from server.store.paper import printer_state
from server.store.tables import print_jobs, printer_states

J, P = print_jobs.c, printer_states.c
QUEUED, SENDING, UNKNOWN = "queued", "sending", "unknown"
Slip = dict[str, Any]


def claim_slip(work: Work, place: str | None, printer: str) -> tuple[int, Slip] | None:
    """The oldest slip that waits for a printer, which is the agent's from now on; None when none waits.

    Raises Unknown("unknown_printer") for a printer that does not name this agent.
    """
    if printer not in {p.code for p in prints_with(work.plan, place)}:
        raise Unknown("unknown_printer")
    waits = (J.hall == work.plan.code, J.printer == printer, J.state == QUEUED)
    row = work.conn.execute(select(J.id, J.slip).where(*waits).order_by(J.id).limit(1)).first()
    if row is None:
        return None
    values = {"state": SENDING, "reason": agents.taken(place), "changed_at": work.now}
    still = update(print_jobs).where(J.id == row.id, J.state == QUEUED)
    if work.conn.execute(still.values(values)).rowcount != 1:
        raise Lost
    return row.id, row.slip


def settle_slip(
    work: Work, place: str | None, job: int, state: str, reason: str | None = None, dots: int = 0
) -> bool:
    """Say what became of a slip that the agent took; `dots` is how much paper went. False when somebody has
    decided about it meanwhile.

    Raises Unknown("unknown_slip").
    """
    mine = (J.id == job, J.hall == work.plan.code)
    row = work.conn.execute(select(J.printer, J.ticket_id).where(*mine)).first()
    if row is None:
        raise Unknown("unknown_slip")
    open_yet = (J.state.in_((SENDING, UNKNOWN)), J.reason == agents.taken(place))
    values = {"state": state, "reason": reason, "changed_at": work.now}
    done = update(print_jobs).where(*mine, *open_yet).values(values)
    settled = work.conn.execute(done).rowcount == 1
    if settled and dots:
        paper = roll.length(dots)
        usual = row.ticket_id is not None
        rolls.note(
            work.conn, work.plan.code, row.printer, lambda r: roll.printed(r, paper, usual=usual)
        )
    return settled


def report(
    work: Work,
    place: str | None,
    devices: list[dict[str, Any]],
    printers: list[dict[str, Any]],
    key: int = 0,
) -> bool:
    """Keep how an agent's devices and printers are; whether something is another way than before. Printers of the
    agent that stands at `place` which it does not name are not there. One at no place is known by its `key`.

    Raises Unknown("unknown_window"), NotYours("other_window") and Unknown("unknown_printer").
    """
    own = acts_for(work.plan, place)
    for device in devices:
        if device["window"] not in own | {NOWHERE}:
            known = work.plan.window(device["window"])
            raise NotYours("other_window") if known else Unknown("unknown_window")
    theirs, named = {p.code for p in prints_with(work.plan, place)}, {p["code"] for p in printers}
    if not named <= theirs:
        raise Unknown("unknown_printer")
    news = [_printer(work, **printer) for printer in printers]
    if place is not None:
        news += [_missing(work, code) for code in sorted(theirs - named)]
    name = agents.called(place, key)
    return agents.keep(work.conn, work.plan.code, name, devices, work.now) or any(news)


def _missing(work: Work, code: str) -> bool:
    return _printer(work, code, *GONE, printer_state(work.conn, work.plan.code, code)["near_end"])


def _printer(work: Work, code: str, state: str, reason: str | None, near_end: bool) -> bool:
    why = (reason or state) if state == "blocked" else None
    rolls.note(work.conn, work.plan.code, code, lambda one: roll.seen(one, near_end, why))
    mine = (P.hall == work.plan.code, P.printer == code)
    values = {"state": state, "reason": reason, "near_end": near_end}
    row = work.conn.execute(select(P.state, P.reason, P.near_end).where(*mine)).first()
    if row is not None and dict(row._mapping) == values:
        return False
    if row is None:
        where = {"hall": work.plan.code, "printer": code, "changed_at": work.now}
        work.conn.execute(printer_states.insert().values(**where, **values))
    else:
        work.conn.execute(update(printer_states).where(*mine).values(**values, changed_at=work.now))
    return True
