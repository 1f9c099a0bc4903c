"""Who stands behind a socket, as far as the live part needs to know."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Guest:
    """`screen` is "board", "kiosk" or "window" (anybody who watches windows; `place` None: all of them).
    `key_id` is the device's key, None for people; of people `still` asks whether they are still
    signed in, and in the same role."""

    hall: str
    screen: str
    place: str | None
    key_id: int | None
    still: Callable[[], bool] = field(repr=False, compare=False)
