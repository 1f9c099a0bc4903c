"""A real agent in a process of its own, real serial ports under it and a real server above it."""

import json
import os
import pty
import signal
import tempfile
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from select import select
from time import monotonic, sleep
from typing import Any

import yaml

from tests.faces.cable import Cable
from tests.serving import Server
from tests.warm import Warm

PATIENCE = 60.0
LEVERS, CLOCKS, DEATH = "tests.printers.agent.levers", "clocks", "death"
GRADES = {"01": "rate-5", "02": "rate-4", "03": "rate-3", "04": "rate-2", "05": "rate-1"}
EVALUATOR = {
    "code": "eval3",
    "kind": "evaluator",
    "window": "3",
    "frames": ["AA [key] sum 55", "AB [battery link] sum 55"],
    "keys": GRADES,
    "answer": "06",
    "wake": "A1",
    "rest": "A0",
}
CALLER = {
    "code": "pad3",
    "kind": "keypad",
    "window": "3",
    "frames": ["FF 68 len len 68 [03 key data*] sum 16"],
    "keys": {"31": "next", "32": "recall", "33": "start", "34": "miss", "35": "finish"},
}


def until(true: Any, what: str = "it") -> Any:
    """What a condition gives once it holds; a failure when it never does."""
    deadline = monotonic() + PATIENCE
    while not (found := true()):
        assert monotonic() < deadline, f"{what} did not happen"
        sleep(0.02)
    return found


def framed(*body: int, head: tuple[int, ...] = (0xAA,), tail: int = 0x55) -> bytes:
    """A frame of the evaluator."""
    return bytes((*head, *body, sum(body) & 0xFF, tail))


def called(key: int, address: int = 3, data: bytes = b"") -> bytes:
    """A frame of a caller as seen in the field."""
    body = bytes((address, key)) + data
    return b"\xff\x68" + bytes((len(body),)) * 2 + b"\x68" + body + bytes((sum(body) & 0xFF, 0x16))


class Line:
    """A serial port: what the agent opens is `path`, the device's end is here.

    The path is nobody else's: terminals' own names are given again at once.
    """

    def __init__(self) -> None:
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self._folder = tempfile.TemporaryDirectory(prefix="line", dir="/dev/shm")
        path = Path(self._folder.name, "tty")
        path.symlink_to(os.ttyname(slave))
        self.path = str(path)
        self._slave = slave
        self.heard = b""

    def say(self, data: bytes) -> None:
        """What the device sends."""
        os.write(self.master, data)

    def hear(self) -> bytes:
        """Everything that was sent to the device so far."""
        while select([self.master], [], [], 0)[0]:
            self.heard += os.read(self.master, 4096)
        return self.heard

    def stall(self) -> None:
        """The device takes nothing more."""
        termios.tcflow(self._slave, termios.TCOOFF)

    def go_on(self) -> None:
        """The device takes what is sent again."""
        termios.tcflow(self._slave, termios.TCOON)

    def close(self) -> None:
        """Pull it out."""
        self._folder.cleanup()
        os.close(self.master)
        os.close(self._slave)


@contextmanager
def line() -> Iterator[Line]:
    """A serial port for the length of a block."""
    made = Line()
    try:
        yield made
    finally:
        made.close()


class Agent:
    """`jiaohao agent` with a configuration and a key."""

    def __init__(self, folder: Path, server: str, key: str, **more: Any) -> None:
        self.data = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.file = folder / "agent.yaml"
        self.write(server, **more)
        (folder / "key").write_text(key)
        self.process = self._start()

    def write(self, server: str, **more: Any) -> None:
        """Its configuration; it reads it when it starts."""
        told = {"server": server, "data": str(self.data)} | more
        self.file.write_text(yaml.safe_dump(json.loads(json.dumps(told))), encoding="utf-8")

    def set_clocks(self, wrong: timedelta) -> None:
        """Its machine's clocks jump, the wall's and the one that counts since the start, and go on from there."""
        fresh = self.data / f"{CLOCKS}.new"
        fresh.write_text(str(wrong.total_seconds()), "ascii")
        fresh.replace(self.data / CLOCKS)

    def die(self, where: str) -> None:
        """It is to be killed there: "before press"."""
        (self.data / DEATH).write_text(where, "ascii")

    def _start(self) -> Warm:
        with (self.data / "log").open("ab") as log:
            words = ("agent", "--config", str(self.file))
            levers = {name.upper(): str(self.data / name) for name in (CLOCKS, DEATH)}
            out, environ = log.fileno(), os.environ | levers
            return Warm(*words, environ=environ, out=out, err=out, command=LEVERS)

    def log(self) -> str:
        """What it has said."""
        return (self.data / "log").read_text(encoding="utf-8")

    def wait_open(self, *lines: Line, times: int = 1) -> None:
        """Until it listens on some ports."""
        for each in lines:
            said = f"{each.path} is open"
            until(lambda said=said: self.log().count(said) >= times, f"{said}\n{self.log()}")

    def kill(self) -> None:
        """Kill it as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def restart(self) -> None:
        """Start it again on the same folder."""
        self.process = self._start()


@contextmanager
def agent(folder: Path, server: Server | Cable, key: str, **more: Any) -> Iterator[Agent]:
    """An agent for the length of a block; it ends when it is asked to."""
    made = Agent(folder, server.url, key, **more)
    try:
        yield made
    finally:
        made.process.terminate()
        assert made.process.wait(PATIENCE) == 0, made.log()


def journal(server: Server) -> list[dict[str, Any]]:
    """Every line of the journal."""
    lines: list[dict[str, Any]] = server.client("admin").get("/api/journal").json()["lines"]
    return lines


def finished(server: Server, window: str = "3") -> dict[str, Any]:
    """A ticket whose service has just ended at a window."""
    desk = server.client("window", window)
    server.client("kiosk", "k1").issue("insurance" if window == "1" else service_of(server, window))
    ticket = desk.call_next(window)
    desk.move(ticket, "start")
    return desk.move(ticket, "finish")


def service_of(server: Server, window: str) -> str:
    """A service that a window takes."""
    hall = server.client("admin").get("/api/hall").json()
    services: list[str] = next(w["services"] for w in hall["windows"] if w["code"] == window)
    return services[0]
