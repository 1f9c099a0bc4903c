"""A device as the agent knows it: what it has said, whether it is well, and what a key of it asks for."""

import logging
import sqlite3
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from printers.agent.config import Device, key_of, plain
from printers.agent.frames import Pattern
from printers.agent.moments import this_moment
from printers.agent.store import Store
from printers.agent.unread import Unread
from server.hall.agent import worth_telling

log = logging.getLogger(__name__)
ABSENT, UNKEPT, STALLED = "absent", "unkept", "stalled"
NEVER = float("-inf")
AGAIN = 5.0
"""Seconds after which a disk that took no press is tried again."""

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
        self._refused, self._refuse_until = _fixed(device.refused), NEVER
        self._wake, self._rest = _fixed(device.wake), _fixed(device.rest)
        self._until = NEVER
        self._awake: bool | None = None
        self._keys = {key_of(device, key): verb for key, verb in device.keys.items()}
        self._pressed: dict[str, float] = {}
        self._heard: float | None = None
        self._asked = NEVER
        self._trouble: str | None = ABSENT
        self._unkept = self._stalled = False
        self._tried_at = NEVER
        self._levels: dict[str, int] = {}
        self._unread = Unread()
        self._said: tuple[Any, ...] = ()
        self._lock = Lock()

    def opened(self, now: float) -> None:
        """Its port can be used."""
        self._trouble, self._heard, self._asked = None, now, NEVER
        self._awake, self._stalled, self._refuse_until = None, False, NEVER
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

    def unread(self, what: bytes | str) -> None:
        """Bytes that are no frame came, or a key that nobody has named."""
        if isinstance(what, str):
            self._unread.key_came(what)
        elif self._keys:
            self._unread.bytes_came(what)

    def knows(self, name: str) -> bool:
        """Whether one of its keys is called so."""
        return plain(name) in self._keys

    def key(self, name: str, now: float) -> bool:
        """One of its keys was pressed; whether it asks for something, and what it asks for is kept. Bouncing keys
        are pressed once."""
        self._heard = now
        verb = self._keys.get(plain(name))
        if verb is None or self._store is None:
            return False
        if now - self._pressed.get(verb, NEVER) >= self.device.debounce:
            self._unkept = not self._keep(self._store, verb)
            if self._unkept:
                self._tried_at = now
                return False
            self._kept()
        self._pressed[verb] = now
        return True

    def _keep(self, store: Store, verb: str) -> bool:
        try:
            store.press(self.device.window, self.device.code, verb, this_moment())
        except sqlite3.Error:
            log.exception("%s of %s cannot be kept, and is lost", verb, self.device.code)
            return False
        return True

    def took(self, all_of_it: bool) -> None:
        """Whether its port took what was sent; what was not is said anew."""
        self._stalled = not all_of_it
        if self._stalled:
            self._awake, self._asked = None, NEVER

    def due(self, now: float) -> bytes:
        """What is to be sent to it now, if anything."""
        awake, was, self._awake = now < self._until, self._awake, now < self._until
        said = b"" if awake is was else self._wake if awake else self._rest
        refuse_until, self._refuse_until = self._refuse_until, NEVER
        if now < refuse_until:
            said = self._refused + said
        if not self._ask or now - self._asked < self.device.often:
            return said
        self._asked = now
        return said + self._ask

    def refuse(self, until: float) -> None:
        """The server has said that a press of its does not count, which may be said until then. Several at once are
        said once."""
        self._refuse_until = until

    def wake(self, until: float) -> None:
        """A service can be rated here until then, or could until then."""
        self._until = until

    def look(self, now: float) -> None:
        """Say so when it is no longer as it was."""
        if self._unkept and self._store is not None and now - self._tried_at >= AGAIN:
            # Nobody should have to press a key in vain for the floor to learn that the disk has room.
            self._unkept, self._tried_at = not self._store.takes(), now
        with self._lock:
            told = self.report(now)
            said = (*worth_telling(told), told["unread"], told["fits"])
            news, self._said = said != self._said, said
        if news:
            self._changed()

    def report(self, now: float) -> dict[str, Any]:
        """How it is, for the server."""
        device, heard = self.device, self._heard
        silent = device.silence is not None and (heard is None or now - heard > device.silence)
        reason = self._trouble or (UNKEPT if self._unkept else STALLED if self._stalled else None)
        ill = self._trouble is not None or self._unkept
        state = "blocked" if ill else "mute" if silent or self._stalled else "ready"
        told = {"code": device.code, "kind": device.kind, "window": device.window, "state": state}
        levels = {name: self._levels.get(name) for name in ("battery", "link")}
        return told | {"reason": reason} | levels | self._unread.report(now)


def _fixed(text: str) -> bytes:
    return Pattern(text).build({}) if text else b""
