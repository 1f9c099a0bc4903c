"""A room is told: what all its sockets get is written once, several messages in one go.

Socket.IO would look through each message for bytes to send apart, spell Chinese out in escapes, and go to
every socket once for each message. Ours are JSON and for whoever is in the room.
"""

from collections.abc import Sequence
from typing import Any

from engineio.packet import MESSAGE, Packet
from pydantic_core import to_json
from socketio import Manager

from server.live.fanout import frame_of, past

NAMESPACE = "/"
Said = tuple[str, Any]
"""The name of a message, and what it says."""


class Rooms(Manager):  # type: ignore[misc]
    """Socket.IO's manager of rooms; nobody asks for an answer to what is told."""

    def heard(self, room: str) -> bool:
        """Whether anybody would hear what is told to a room."""
        return room in self.rooms.get(NAMESPACE, {})

    def tell(self, room: str | None, said: Sequence[Said]) -> None:
        """Tell all who are in a room, everybody in None, these messages in their order."""
        there = [line for _, line in self.get_participants(NAMESPACE, room)]
        if not there or not said:
            return
        packets = [Packet(MESSAGE, spell(*one)) for one in said]
        frames = b"".join(map(frame_of, packets))
        server = self.server.eio
        for line in there:
            client = server.sockets.get(line)
            if client is not None and not past(client, frames):
                for packet in packets:
                    server.send_packet(line, packet)

    def emit(
        self, event: str, data: Any, namespace: str, room: str | None = None, **_: Any
    ) -> None:
        """What the library calls to tell a room one message."""
        self.tell(room, [(event, data)])


def spell(event: str, data: Any) -> str:
    """A message as Socket.IO writes it: "2" for an event, then its name and what it says as JSON."""
    return "2" + to_json([event, data]).decode()
