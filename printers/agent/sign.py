"""A window's sign: the number that is called there, as frames that it understands."""

import logging
import re
from collections.abc import Callable, Mapping
from threading import Lock

from printers.agent.config import Device
from printers.agent.frames import Pattern
from printers.agent.station import Station

log = logging.getLogger(__name__)
DIGITS = re.compile(r"\d+")


class Sign(Station):
    """Shows what `show` was given last, again every so often: a sign that was without power shows it soon."""

    def __init__(self, device: Device, changed: Callable[[], None]) -> None:
        super().__init__(device, None, lambda: None, changed)
        self._shows, self._blank = Pattern(device.shows), Pattern(device.blank)
        self._frame: bytes | None = None
        self._hidden: str | None = None
        self._written: tuple[bytes, float] | None = None
        self._guard = Lock()

    def show(self, label: str | None) -> None:
        """Show a label, or nothing."""
        values = as_fields(label)
        try:
            frame = self._shows.build(values) if values else self._blank.build({})
        except OverflowError:
            frame = self._blank.build({})
            if label != self._hidden:
                log.warning("%s cannot show %s and stays dark", self.device.code, label)
            self._hidden = label
        with self._guard:
            self._frame = frame

    def opened(self, now: float) -> None:
        """Its port can be used, and nobody knows what it shows."""
        self._written = None
        super().opened(now)

    def took(self, all_of_it: bool) -> None:
        """What it did not take is shown again as soon as it takes something."""
        if not all_of_it:
            self._written = None
        super().took(all_of_it)

    def due(self, now: float) -> bytes:
        """The frame, when it is another one or was written long ago."""
        with self._guard:
            frame = self._frame
        if frame is None:
            return b""
        if (
            self._written
            and self._written[0] == frame
            and now - self._written[1] < self.device.often
        ):
            return b""
        self._written = frame, now
        return frame


def as_fields(label: str | None) -> Mapping[str, Callable[[int], bytes]] | None:
    """How each field of a sign's frame says a label (A017): `number` as binary, high byte first, `digits` and `bcd`
    as decimal figures, `label` as text. None for nothing, and for a label without a number."""
    found = DIGITS.search(label or "")
    if label is None or found is None:
        return None
    number = int(found[0])
    return {
        "number": lambda size: number.to_bytes(size, "big"),
        "digits": lambda size: f"{number:0{size}}"[-size:].encode("ascii"),
        "bcd": lambda size: bytes.fromhex(f"{number:0{2 * size}}"[-2 * size :]),
        "label": lambda size: text(label, size),
    }


def text(label: str, size: int) -> bytes:
    """A label as text of a size, filled up with spaces; of any length for 0."""
    said = label.encode("gb18030")
    return said[:size].ljust(size) if size else said
