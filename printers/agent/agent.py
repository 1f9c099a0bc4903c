"""The agent joined: ports -> presses -> server, and server -> signs and printers."""

import fcntl
import logging
import signal
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import IO, Any

from printers.agent import moments
from printers.agent.config import Config, Device
from printers.agent.courier import Courier
from printers.agent.door import Door
from printers.agent.hid import Keyboard
from printers.agent.lane import Lane
from printers.agent.port import Port
from printers.agent.reporter import Reporter
from printers.agent.serial_port import SerialPort
from printers.agent.sign import Sign
from printers.agent.station import Station
from printers.agent.store import Press, Store
from printers.agent.watcher import Picture, Watcher
from printers.agent.worker import Worker
from printers.drivers.choose import driver_for
from printers.press import pictures_of
from server.hall.plan import Printer

log = logging.getLogger(__name__)
KEY, STORE, LOCK = "key", "agent.db", "lock"
FINISH = 30.0
"""Seconds that everything together may take to end; a slip that is being printed may take as long."""

SAID_WITHIN = 3.0
"""Seconds after a press within which its device may still say that it does not count: later nobody would know which."""

LOOKING = 10.0
"""Seconds in which each printer is looked at for the first time; one that takes longer is not there."""


class Already(Exception):
    """Another agent works with this folder."""


class NoKey(Exception):
    """The agent was never paired, or its key cannot be read."""


def read_key(data: Path) -> str:
    """The agent's key. Raises NoKey."""
    try:
        words = (data / KEY).read_text("ascii").split()
    except (OSError, UnicodeDecodeError) as error:
        raise NoKey(str(error)) from error
    if len(words) != 1:
        raise NoKey(f"{data / KEY} holds no key")
    return words[0]


def known_key(data: Path) -> str:
    """The key as it is now, nothing while there is none: an agent may be paired anew while it runs."""
    with suppress(NoKey):
        return read_key(data)
    return ""


class Agent:
    """Everything that runs. Raises Already, NoKey, and sqlite3.Error when its folder takes nothing."""

    def __init__(self, config: Config) -> None:
        config.data.mkdir(parents=True, exist_ok=True)
        self._lock = alone(config.data)
        self.store = Store(config.data / STORE)
        door = Door(config.server, read_key(config.data), partial(known_key, config.data))
        self.courier = Courier(self.store, door, self.refuse)
        self.reporter = Reporter(door, self.report)
        self._own: tuple[frozenset[str], frozenset[str]] | None = None
        self._strange: list[str] = []
        self._began, self._away = monotonic(), False
        self.stations = [self._station(device) for device in config.devices]
        self.ports = ports_of(self.stations)
        self.lanes = [self._lane(config.data, printer, door) for printer in config.printers]
        self.watcher = Watcher(door, self.draw)

    def _station(self, device: Device) -> Station:
        if device.kind == "sign":
            return Sign(device, self.reporter.wake)
        return Station(device, self.store, self.courier.wake, self.reporter.wake)

    def _lane(self, data: Path, printer: Printer, door: Door) -> Lane:
        driver = driver_for(data, "agent", printer)
        return Lane(printer.code, driver, self.store, door, self.reporter.wake, pictures_of(data))

    def refuse(self, press: Press) -> None:
        """A press does not count: its device says so, if it was just now. It may be gone from the configuration."""
        left = SAID_WITHIN - press.moment.age().total_seconds()
        for station in self.stations:
            if station.device.code == press.device:
                station.refuse(monotonic() + left)

    def draw(self, picture: Picture | None) -> None:
        """Show what the hall shows. While the server is away signs keep what they show."""
        back, self._away = self._away and picture is not None, picture is None
        if picture is None:
            return
        moments.HALL.told(datetime.fromisoformat(picture["now"]))
        if back:
            self.courier.wake()
            self.reporter.wake()
        windows = {window["code"]: window for window in picture["windows"]}
        for station in self.stations:
            window = windows.get(station.device.window, {})
            if isinstance(station, Sign):
                station.show(window.get("label"))
            else:
                station.wake(monotonic() + seconds_left(picture["now"], window.get("rate_until")))
        queued = {printer["code"]: printer["queued"] for printer in picture["printers"]}
        for lane in self.lanes:
            lane.told(queued.get(lane.code, 0))
        self._learn(frozenset(windows), frozenset(queued))

    def _learn(self, windows: frozenset[str], printers: frozenset[str]) -> None:
        """What the set-up lets this agent speak for; the rest is said on the devices page, and once in the log."""
        if (windows, printers) == self._own:
            return
        strange = [s.device.code for s in self.stations if s.device.window not in windows]
        strange += [lane.code for lane in self.lanes if lane.code not in printers]
        self._own, self._strange = (windows, printers), strange
        if strange:
            log.error("the hall's set-up does not give this agent: %s", ", ".join(strange))
        self.reporter.wake()

    def report(self) -> dict[str, Any] | None:
        """How everything is that this agent may speak for; None while it does not know what that is."""
        if self._own is None:
            return None
        windows, own = self._own
        said = [lane.report() for lane in self.lanes if lane.code in own]
        if None in said and monotonic() - self._began < LOOKING:
            # Whom a report does not name is not there.
            return None
        here = [station for station in self.stations if station.device.window in windows]
        devices = [station.report(monotonic()) for station in here]
        told = {"devices": devices, "printers": [each for each in said if each]}
        return told | ({"strangers": self._strange} if self._strange else {})

    def run(self, wait: Callable[[], object]) -> None:
        """Work until `wait` returns."""
        parts: list[Worker] = [self.courier, *self.ports, *self.lanes, self.reporter, self.watcher]
        parts.append(self.watcher.ear)
        for part in parts:
            part.start()
        wait()
        until = monotonic() + FINISH
        for part in parts:
            part.stop()
        for part in parts:
            part.join(max(until - monotonic(), 0.0))
        self.store.close()


def seconds_left(now: str, until: str | None) -> float:
    """Seconds from one moment of the server's to another; below 0 for none."""
    if until is None:
        return -1.0
    return (datetime.fromisoformat(until) - datetime.fromisoformat(now)).total_seconds()


def alone(data: Path) -> IO[str]:
    """Keep other agents out of a folder for as long as this file is open. Raises Already."""
    lock = (data / LOCK).open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise Already(f"another agent works in {data}") from None
    return lock


def ports_of(stations: list[Station]) -> list[Port]:
    """One port for each path: devices may share it."""
    shared: dict[tuple[str, str], list[Station]] = {}
    for station in stations:
        device = station.device
        shared.setdefault((device.serial, device.hid), []).append(station)
    found: list[Port] = []
    for (path, name), theirs in shared.items():
        first = theirs[0].device
        if path:
            found.append(SerialPort(path, first.baud, theirs))
        else:
            found.append(Keyboard(name, theirs, grab=first.grab))
    return found


def run_forever(config: Config) -> None:
    """Run until SIGTERM or SIGINT."""
    asked = {signal.SIGTERM, signal.SIGINT}
    # Held back before the first thread is there: the one that waits for them gets them, whenever they come.
    signal.pthread_sigmask(signal.SIG_BLOCK, asked)
    Agent(config).run(lambda: signal.sigwait(asked))
