"""gunicorn with the worker this product was measured on: gthread, one thread a socket."""

import errno
import gc
import os
import socket
from contextlib import closing
from time import monotonic, sleep
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from server.app import close_app, create_app
from server.config import Settings
from server.logs import set_up_logs
from server.patience import Worker, comes_in

KEEP_ALIVE_SECONDS = 15
"""How long a connection may rest between two requests; a proxy lets it go sooner, or would use it too late."""

LEAVING_SECONDS = 5.0
"""How long who listens there may still need to go away: as long as a server takes to end."""


class NoDoor(Exception):
    """Nobody can listen at an address; why, as a sentence."""


class Quiet(Logger):  # type: ignore[misc]
    """gunicorn's own lines go where ours go; requests are counted, not logged: addresses hold secrets."""

    def setup(self, cfg: Any) -> None:
        """Leave handlers and formats to `server.logs`."""
        self.error_log.propagate = True
        self.access_log.disabled = True


class Production(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured from Settings instead of a file."""

    def __init__(self, settings: Settings, options: dict[str, Any]) -> None:
        self._settings = settings
        self._options = options
        self._app: Flask | None = None
        super().__init__()

    def load_config(self) -> None:
        """Take the options as gunicorn's settings."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of one worker process."""
        self._app = create_app(self._settings)
        return self._app

    def end(self, _: Any, __: Any) -> None:
        """A worker leaves: end its threads."""
        if self._app is not None:
            close_app(self._app)


def wait_for_door(host: str, port: int) -> None:
    """Look whether one can listen there, before anything is done. Raises NoDoor."""
    if os.environ.get("LISTEN_PID") == str(os.getpid()):
        return  # systemd listens
    deadline, family = (
        monotonic() + LEAVING_SECONDS,
        socket.AF_INET6 if ":" in host else socket.AF_INET,
    )
    while True:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                door.bind((host.strip("[]"), port))
                return
            except OSError as error:
                if error.errno != errno.EADDRINUSE or monotonic() > deadline:
                    raise NoDoor(f"{host}, port {port}: {error.strerror}") from error
        sleep(0.2)


def named(host: str, port: int) -> str:
    """Host and port as addresses have them."""
    return f"[{host.strip('[]')}]:{port}" if ":" in host else f"{host}:{port}"


def serve_forever(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop. Worker connections stay above threads, or keep-alive is turned off."""
    set_up_logs(settings.log_level)
    options = {
        "bind": named(host, port),
        "workers": settings.workers,
        "worker_class": Worker,
        "pre_request": comes_in,
        "threads": settings.threads,
        "worker_connections": settings.threads * 4,
        "graceful_timeout": 5,
        "timeout": 60,
        "keepalive": KEEP_ALIVE_SECONDS,
        # Not even a proxy's word changes the address that was asked for: some pass on what strangers say.
        "forwarder_headers": "",
        "logger_class": Quiet,
        "control_socket_disable": True,
    }
    production = Production(settings, options)
    production.cfg.set("worker_exit", production.end)
    # Workers share what is loaded for as long as none of them looks through it for garbage.
    gc.freeze()
    production.run()
