"""Who stands behind a socket, as far as the live part needs to know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guest:
    """`screen` is "board", "kiosk" or "window" (anybody who watches windows; `place` None: all of them).
    `key_id` is the device's key, None for people."""

    hall: str
    screen: str
    place: str | None
    key_id: int | None
