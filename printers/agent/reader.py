"""Bytes of a line as they come, and the frames among them: rubbish is passed over, half a frame is waited for."""

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from printers.agent.frames import LONGEST, Match, Pattern, Short

Owner = TypeVar("Owner")
REST = 0.25
"""Seconds of silence after which half a frame is none."""


class Reader(Generic[Owner]):
    """`patterns` are told apart by their owners: several devices may share a line."""

    def __init__(self, patterns: Sequence[tuple[Owner, Pattern]]) -> None:
        self._patterns = patterns
        self._unread = self._passed = b""
        self._heard = 0.0

    @property
    def waits(self) -> bool:
        """Whether there are bytes that may become a frame."""
        return bool(self._unread)

    def rubbish(self, now: float) -> bytes:
        """What came in one go and was no frame, once nothing has come for a while or it is much; said once."""
        rests = not self.waits and now - self._heard > REST
        if not self._passed or (len(self._passed) < LONGEST and not rests):
            return b""
        passed, self._passed = self._passed, b""
        return passed

    def feed(self, data: bytes, now: float) -> list[tuple[Owner, Match]]:
        """The frames that are whole now; `now` is in seconds. Call it without data to give up what came to no end."""
        over = now - self._heard > REST
        if data:
            self._heard = now
        if over and self._unread:
            # One byte less, and what is behind it has its chance.
            found = list(self._frames(self._unread, final=True))
            self._unread = b""
            return found + list(self._frames(data, final=False))
        return list(self._frames(self._unread + data, final=False))

    def _frames(self, data: bytes, *, final: bool) -> Iterator[tuple[Owner, Match]]:
        at = 0
        while at < len(data):
            found, short = self._at(data[at : at + 4 * LONGEST])
            if found is None and short and not final:
                break
            if found is not None:
                yield found
            else:
                self._passed = (self._passed + data[at : at + 1])[-LONGEST:]
            at += found[1].size if found else 1
        self._unread = data[at:]

    def _at(self, data: bytes) -> tuple[tuple[Owner, Match] | None, bool]:
        short = False
        for owner, pattern in self._patterns:
            try:
                match = pattern.match(data)
            except Short:
                short = True
                continue
            if match is not None:
                return (owner, match), False
        return None, short
