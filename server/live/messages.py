"""Every message the server sends over the socket; docs/messages.md lists the same names and fields."""

from datetime import datetime
from typing import Any

from server.hall.announcement import announce
from server.hall.event import Event
from server.hall.hours import clock_of
from server.hall.plan import Board, Hall

PICTURE = "picture"
MOMENT = "moment"
BEAT = "beat"
RELOAD = "reload"
SENT = frozenset({PICTURE, MOMENT, BEAT, RELOAD})


def moment(plan: Hall, board: Board, event: Event) -> dict[str, Any]:
    """A call as it is heard once on a board: what to show and what to say."""
    assert event.window is not None
    place = plan.window(event.window)
    label = event.data["label"]
    spoken = board.spoken or board.languages
    said = announce(plan, label, event.window, spoken, event.data.get("times", 1))
    languages = ",".join(line.language for line in said)
    voice = f"/api/calls/{event.seq}/voice?languages={languages}"
    return {
        "seq": event.seq,
        "kind": event.kind.value,
        "label": label,
        "window": event.window,
        "window_name": dict(place.name) if place else {},
        "at": event.at.isoformat(timespec="milliseconds"),
        "say": [{"language": line.language, "text": line.text} for line in said],
        "voice_url": voice if board.volume_at(clock_of(plan, event.at)) else None,
    }


def beat(seq: int, now: datetime) -> dict[str, Any]:
    """The server is alive, and this is how far the journal goes."""
    return {"seq": seq, "at": now.isoformat(timespec="milliseconds")}


def fetch(seq: int, address: str) -> dict[str, Any]:
    """A picture that its owner fetches: windows differ from each other, so each reads its own."""
    return {"seq": seq, "fetch": address}
