"""What a device sends that its configuration does not know, shown to whoever sets it up, with a frame that fits."""

from collections import deque

from printers.agent.learn import propose

SHOWN_FOR, APART = 60.0, 5.0
"""Seconds for which it is shown, and that are at least between two such words: a line that is never quiet would say
something all the time."""

LONGEST, MANY = 32, 8
"""So many bytes are shown, and so many of the last presses are looked at for a frame that fits them all."""

Said = dict[str, str | None]
NOTHING: Said = {"unread": None, "fits": None}


class Unread:
    """Times are seconds of the monotonic clock."""

    def __init__(self) -> None:
        self._presses: deque[bytes] = deque(maxlen=MANY)
        self._news: Said | None = None
        self._said, self._at = NOTHING, float("-inf")

    def bytes_came(self, data: bytes) -> None:
        """They are no frame."""
        shown = data[:LONGEST].hex(" ").upper()
        if len(data) > LONGEST:
            self._news = {"unread": f"{shown} …", "fits": None}
            return
        self._presses.append(data)
        self._news = {"unread": shown, "fits": propose(self._presses)}

    def key_came(self, name: str) -> None:
        """No key of the configuration is called so."""
        self._news = NOTHING | {"unread": f"keys: {{{name}: …}}"}

    def report(self, now: float) -> Said:
        """What came last, and a frame that `fits` it and those before it, for the server."""
        age, news = now - self._at, self._news
        if news is not None and age >= APART:
            self._said, self._at, self._news = news, now, None
        elif age > SHOWN_FOR:
            self._said = NOTHING
            self._presses.clear()
        return self._said
