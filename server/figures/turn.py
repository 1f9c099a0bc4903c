"""One row of a list of tickets: a line that a figure counts, and the visit to a window that it belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from server.figures.times import TENTHS, tenths
from server.hall.event import Event, Kind
from server.hall.ticket import MOVES, READY, Status


@dataclass(frozen=True, slots=True)
class Turn:
    """`at` is the counted line's moment and `seq` its place. Window, clerk, `wait` and `took` (minutes) are of
    the visit that the line belongs to, or of the first one that came after it; `status` and `score` are the
    ticket's own by now."""

    seq: int
    at: datetime
    ticket: int
    label: str
    service: str | None
    window: str | None
    clerk: str | None
    issued_at: datetime | None
    wait: float | None
    took: float | None
    status: Status
    score: int | None


def turn(line: Event, life: Sequence[Event]) -> Turn:
    """The row of a line; `life` are all lines of its ticket in order."""
    assert line.ticket is not None
    issued = next((e for e in life if e.kind is Kind.ISSUED), None)
    before, visit = _visit(line, life)
    called = visit[0] if visit else None
    return Turn(
        seq=line.seq,
        at=line.at,
        ticket=line.ticket,
        label=issued.data["label"] if issued else "",
        service=line.service,
        window=called.window if called else None,
        clerk=called.data.get("clerk") if called else None,
        issued_at=issued.at if issued else None,
        wait=_wait(before, called),
        took=_took(visit),
        status=_status(life),
        score=next((e.data["score"] for e in reversed(life) if e.kind is Kind.RATED), None),
    )


def _visit(line: Event, life: Sequence[Event]) -> tuple[Sequence[Event], Sequence[Event]]:
    """The lines before the call that a line belongs to, and those from this call until the next one."""
    calls = [place for place, event in enumerate(life) if event.kind is Kind.CALLED]
    if not calls:
        return life, ()
    until = [place for place in calls if life[place].seq <= line.seq]
    place = until[-1] if until else calls[0]
    rest = takewhile(lambda event: event.kind is not Kind.CALLED, life[place + 1 :])
    return life[:place], (life[place], *rest)


def _wait(before: Sequence[Event], called: Event | None) -> float | None:
    """Minutes until a call; None when it ended no wait, as that of a ticket which was parked."""
    if called is None:
        return None
    ready = [e for e in before if e.kind in READY or e.kind is Kind.CALLED]
    if not ready or ready[-1].kind is Kind.CALLED:
        return None
    return tenths(called.at - ready[-1].at) / TENTHS


def _took(visit: Sequence[Event]) -> float | None:
    started = [e for e in visit if e.kind is Kind.STARTED]
    finished = [e for e in visit if e.kind is Kind.FINISHED]
    if not started or not finished:
        return None
    return tenths(finished[-1].at - started[-1].at) / TENTHS


def _status(life: Sequence[Event]) -> Status:
    ends = (MOVES[e.kind][1] for e in reversed(life) if e.kind in MOVES)
    return next(ends, Status.WAITING)
