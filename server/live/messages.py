"""Every message the server sends over the socket; docs/messages.md lists the same names and fields."""

from datetime import datetime
from typing import Any

from server.hall.announcement import announce
from server.hall.event import Event, Kind
from server.hall.hearing import is_said
from server.hall.hours import clock_of
from server.hall.plan import Board, Hall

PICTURE = "picture"
MOMENT = "moment"
BEAT = "beat"
RELOAD = "reload"
SENT = frozenset({PICTURE, MOMENT, BEAT, RELOAD})


def moment(plan: Hall, board: Board, event: Event) -> dict[str, Any]:
    """What is heard once on a board: a call, and what to show of it; or a notice, shown by the picture."""
    spoken = board.spoken or board.languages
    voice = f"/api/calls/{event.seq}/voice?languages="
    said = is_said(plan, board, event.window, clock_of(plan, event.at))
    told = {
        "seq": event.seq,
        "kind": event.kind.value,
        "at": event.at.isoformat(timespec="milliseconds"),
        "voice_url": voice + ",".join(spoken) if said else None,
    }
    if event.kind is Kind.SAID:
        return told | {"broadcast": event.data["broadcast"]}
    assert event.window is not None
    brief = f"{voice}{spoken[0]}&chime=false" if said and board.brief else None
    place = plan.window(event.window)
    label = event.data["label"]
    lines = announce(plan, label, event.window, spoken, event.data.get("times", 1))
    return told | {
        "label": label,
        "window": event.window,
        "window_name": dict(place.name) if place else {},
        "brief_url": brief,
        "say": [{"language": line.language, "text": line.text} for line in lines],
    }


def beat(seq: int, now: datetime) -> dict[str, Any]:
    """The server is alive, and this is how far the journal goes."""
    return {"seq": seq, "at": now.isoformat(timespec="milliseconds")}


def fetch(seq: int, address: str) -> dict[str, Any]:
    """A picture that its owner fetches: windows differ from each other, so each reads its own."""
    return {"seq": seq, "fetch": address}
