"""A device as the agent knows it: what it has said, whether it is well, and what a key of it asks for."""

from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from printers.agent.config import Device
from printers.agent.frames import Pattern
from printers.agent.moments import this_moment
from printers.agent.store import Store

ABSENT = "absent"
MOST = 100
"""Percent."""


class Station:
    """One device of the configuration. `kept` is called when a press was kept, `changed` when it is another way now.

    Times are seconds of the monotonic clock.
    """

    def __init__(
        self,
        device: Device,
        store: Store | None,
        kept: Callable[[], None],
        changed: Callable[[], None],
    ) -> None:
        self.device = device
        self.frames = [Pattern(text) for text in device.frames]
        self._store, self._kept, self._changed = store, kept, changed
        self._answer, self._ask = _fixed(device.answer), _fixed(device.ask)
        self._wake, self._rest = _fixed(device.wake), _fixed(device.rest)
        self._until = float("-inf")
        self._awake: bool | None = None
        self._pressed: dict[str, float] = {}
        self._heard: float | None = None
        self._asked = float("-inf")
        self._trouble: str | None = ABSENT
        self._levels: dict[str, int] = {}
        self._said: dict[str, Any] = {}
        self._lock = Lock()

    def opened(self, now: float) -> None:
        """Its port can be used."""
        self._trouble, self._heard, self._asked = None, now, float("-inf")
        self._awake = None
        self.look(now)

    def gone(self, reason: str, now: float) -> None:
        """Its port cannot be used."""
        self._trouble = reason
        self.look(now)

    def heard(self, fields: Mapping[str, bytes], now: float) -> bytes:
        """A frame of its own came; what to answer. Nothing is answered before a press is on the disk."""
        self._heard = now
        for name in ("battery", "link"):
            if name in fields:
                self._levels[name] = min(int.from_bytes(fields[name], "big"), MOST)
        answer = b""
        if "key" in fields and self.key(fields["key"].hex(" "), now):
            answer = self._answer
        self.look(now)
        return answer

    def key(self, name: str, now: float) -> bool:
        """One of its keys was pressed; whether it asks for something. Bouncing keys are pressed once."""
        verb = next((v for k, v in self.device.keys.items() if k.lower() == name.lower()), None)
        if verb is None:
            return False
        last = self._pressed.get(verb, float("-inf"))
        self._pressed[verb] = now
        if now - last >= self.device.debounce and self._store is not None:
            self._store.press(self.device.window, self.device.code, verb, this_moment())
            self._kept()
        return True

    def due(self, now: float) -> bytes:
        """What is to be sent to it now, if anything."""
        awake, was, self._awake = now < self._until, self._awake, now < self._until
        said = b"" if awake is was else self._wake if awake else self._rest
        if not self._ask or now - self._asked < self.device.every:
            return said
        self._asked = now
        return said + self._ask

    def wake(self, until: float) -> None:
        """A service can be rated here until then, or could until then."""
        self._until = until

    def look(self, now: float) -> None:
        """Say so when it is no longer as it was."""
        with self._lock:
            said = self.report(now)
            news, self._said = said != self._said, said
        if news:
            self._changed()

    def report(self, now: float) -> dict[str, Any]:
        """How it is, for the server."""
        device, heard = self.device, self._heard
        silent = device.silence is not None and (heard is None or now - heard > device.silence)
        state = "blocked" if self._trouble else "mute" if silent else "ready"
        told = {"code": device.code, "kind": device.kind, "window": device.window, "state": state}
        levels = {name: self._levels.get(name) for name in ("battery", "link")}
        return told | {"reason": self._trouble} | levels


def _fixed(text: str) -> bytes:
    return Pattern(text).build({}) if text else b""
