"""The API's floor: how it stands, and what its supervisor does there."""

from typing import Any

from server.api.answers import Done, Paused, Picture
from server.api.bodies import Pause, Resume
from server.api.operation import Asked, Reading, reads, writes
from server.desk import pause
from server.desk.work import Work
from server.parts import parts
from server.picture import shapes
from server.picture.floor import floor_picture


@reads("/api/floor", Picture)
def read_floor(reading: Reading) -> dict[str, Any]:
    """The whole floor: windows with their tickets, queues, devices, printers, and alarms, worst first."""
    inside = parts().screens.keys_inside()
    return floor_picture(reading.conn, reading.plan, reading.now, inside)


@writes("/api/pauses", Pause, Paused)
def pause_service(work: Work, asked: Asked) -> dict[str, Any]:
    """Pause a service or the hall: no numbers, no calls; whoever waits keeps their place and their waiting."""
    made = pause.pause(work, asked.body.service, asked.body.reason)
    return {
        "service": asked.body.service,
        "reason": made.reason,
        "since": shapes.iso(made.since),
    }


@writes("/api/pauses/end", Resume, Done)
def resume_service(work: Work, asked: Asked) -> dict[str, Any]:
    """Let a service or the hall go on. What does not pause stays as it is."""
    pause.resume(work, asked.body.service)
    return {"done": True}
