"""What comes over a socket and is no message of ours: its sender is hung up on, and the log says so in one line.

frame -> is it a packet of Engine.IO? -> is it a packet of Socket.IO? -> the handler of the message
"""

import logging
import re
from typing import Any

from flask_socketio import SocketIO

LOG = logging.getLogger("jiaohao.live")
PACKET = re.compile(r"4[0-4]|[0-356][a-z]{0,8}\Z")
"""How a packet begins: a message of Socket.IO's kinds without binary parts, or a sign that says next to nothing."""

UNREADABLE = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What the reader of messages raises for those that are cut off, or say things that make no sense."""


def hang_up_on_nonsense(socketio: SocketIO) -> None:
    """Stand before both readers."""
    engine = socketio.server.eio
    read, wire = engine.handlers["message"], engine._async["websocket"]

    class Strict(wire):  # type: ignore[misc,valid-type]
        """A websocket that gives packets only."""

        def wait(self) -> str | None:
            """The next packet, None at the end. Raises ValueError for what is none; then the library hangs up."""
            said = super().wait()
            if said is None or (isinstance(said, str) and PACKET.match(said)):
                return said
            raise ValueError("no packet")

    def careful(sid: str, data: Any) -> None:
        try:
            read(sid, data)
        except UNREADABLE as error:
            LOG.info("a message that cannot be read", extra={"error": type(error).__name__})
            engine.disconnect(sid)

    engine._async = engine._async | {"websocket": Strict}
    engine.on("message", careful)
