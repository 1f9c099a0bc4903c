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

RESERVED = frozenset({"connect", "disconnect"})
"""What Socket.IO itself calls our handlers for coming and going; on the wire they are kinds of packets."""

UNREADABLE = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What the reader of messages raises for those that are cut off, or say things that make no sense."""


def hang_up_on_nonsense(socketio: SocketIO) -> None:
    """Stand before both readers."""
    server, engine = socketio.server, socketio.server.eio
    read, wire = engine.handlers["message"], engine._async["websocket"]
    handle = server._handle_event

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

    def ours(line: str, namespace: str, number: int | None, data: list[Any]) -> None:
        # A guest who says "disconnect" has not left, and who says "connect" has not come in.
        if data[0] in RESERVED:
            raise ValueError("no message of ours")
        handle(line, namespace, number, data)

    server._handle_event = ours
    engine._async = engine._async | {"websocket": Strict}
    engine.on("message", careful)
