"""The server that benches measure: the house with two routes more, which only benches have.

`POST /empty` does nothing: what it takes is what any request takes. `POST /burst` tells every socket of
the hall 250 bytes.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import IO

from flask import Flask

from server import app as house_app
from server import cli, gunicorn
from server.clock import utc_now
from server.config import Settings
from server.live import rooms
from server.store import plans
from tests.serving import Process, Server

TEXT = "x" * 232


class House(Server):
    """It does its imports itself, as an operator's does, and it has ended when `close` returns."""

    def _begin(self, out: IO[bytes], err: IO[bytes], *words: str) -> Process:
        command = [sys.executable, "-m", "bench.house", *words]
        return subprocess.Popen(command, env=self.environ, stdout=out, stderr=err, process_group=0)

    def close(self) -> None:
        """Stop it and wait: what is measured next has the machine to itself."""
        self.process.terminate()
        self.process.wait(30)

    def __enter__(self) -> "House":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def _with_more(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Flask:
    app = house_app.create_app(settings, clock)
    socketio, store = app.extensions["socketio"], app.extensions["jiaohao"].store

    @app.post("/empty")
    def empty() -> str:
        return "{}"

    @app.post("/burst")
    def burst() -> str:
        with store.read() as conn:
            hall = plans.codes(conn)[0]
        socketio.emit("burst", TEXT, to=rooms.hall_room(hall))
        return "{}"

    return app


if __name__ == "__main__":
    gunicorn.create_app = _with_more  # type: ignore[attr-defined]
    cli.main()
