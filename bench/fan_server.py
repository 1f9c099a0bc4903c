"""Two servers to compare: the house with a route that tells everybody at once, and a bare websocket broadcast.

python -m bench.fan_server house PORT | bare PORT
"""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

import picows
import uvloop
from flask import Flask, request

from server import app as house_app
from server import gunicorn
from server.clock import utc_now
from server.config import Settings, read_settings
from server.live import rooms
from server.store import plans
from server.store.store import Store

TEXT = "x" * 232
"""With its frame of Socket.IO around it: 250 bytes."""

FRAME = f'42["burst","{TEXT}"]'.encode()


class _Bare(picows.WSListener):  # type: ignore[misc,unused-ignore]
    """Who says "go" is told when the broadcast began; all others are told the frame."""

    members: ClassVar[set[picows.WSTransport]] = set()

    def on_ws_connected(self, transport: picows.WSTransport) -> None:
        """One more to tell."""
        self.members.add(transport)

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
        """One less."""
        self.members.discard(transport)

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        """Tell everybody else."""
        self.members.discard(transport)
        begun = time.monotonic()
        for member in self.members:
            member.send(picows.WSMsgType.TEXT, FRAME)
        transport.send(picows.WSMsgType.TEXT, str(begun).encode())


async def _broadcast(port: int) -> None:
    server = await picows.ws_create_server(lambda _: _Bare(), "127.0.0.1", port)
    await server.serve_forever()


def _with_burst(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Flask:
    store = Store(settings.database_url)
    with store.read() as conn:
        room = rooms.hall_room(plans.codes(conn)[0])
    store.close()
    app = house_app.create_app(settings, clock)

    @app.post("/burst")
    def burst() -> str:
        begun = time.monotonic()
        # With "?to=nobody" the same request tells nobody: what is left is what the request costs.
        app.extensions["socketio"].emit("burst", TEXT, to=request.args.get("to") or room)
        return str(begun)

    return app


def main(kind: str, port: int) -> None:
    """Serve until told to stop."""
    if kind == "bare":
        uvloop.run(_broadcast(port))
    else:
        gunicorn.create_app = _with_burst  # type: ignore[attr-defined]
        gunicorn.serve_forever(read_settings(), "127.0.0.1", port)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
