"""A receipt printer on the network (raw TCP, port 9100), with its own transport and deadlines."""

from contextlib import suppress

from printers.drivers.driver import Blocked, Outcome
from printers.drivers.status import PAPER_SENSOR, ask, is_sensor, paper_left
from printers.drivers.wire import Wire
from printers.escpos import job
from printers.slip import draw
from server.hall.slip import Slip

QUICK, SLOW = 0.3, 3.0
"""Seconds to wait for the printer to hang up: when nothing is under way, and when dots may be."""


class Network:
    """Times are seconds: to connect, for one status answer, and for a whole slip to be printed."""

    def __init__(
        self,
        host: str,
        port: int,
        width: int = 576,
        mute: bool = False,
        connect: float = 3.0,
        answer: float = 1.0,
        finish: float = 20.0,
    ) -> None:
        self.place = (host, port)
        self.width = width
        self.mute = mute
        self.near_end = False
        self._data = b""
        self._connect, self._answer, self._finish = connect, answer, finish
        self._wire: Wire | None = None

    def preflight(self) -> None:
        """Connect, ask how the printer is and keep the connection. A mute one is only connected."""
        self.close()
        try:
            self._wire = Wire(*self.place, self._connect)
            if not self.mute:
                self._check(self._wire)
        except (OSError, OverflowError, UnicodeError):
            self.close()
            raise Blocked("unreachable") from None
        except Blocked:
            self.close()
            raise

    def _check(self, wire: Wire) -> None:
        wire.drain()
        status = ask(wire, self._answer)
        if status is None:
            raise Blocked("silent")
        self.near_end = status.near_end
        if status.blocked:
            raise Blocked(status.blocked)

    def prepare(self, slip: Slip) -> None:
        """Draw the slip and build its bytes."""
        self._data = job(draw(slip, self.width)) + (b"" if self.mute else PAPER_SENSOR)

    def send(self) -> Outcome:
        """Write the slip and wait until the printer says that it has taken in the last dot."""
        if self._wire is None:
            self.preflight()
        wire = self._wire
        assert wire is not None
        outcome = Outcome.UNKNOWN
        with suppress(OSError):
            wire.write(self._data, self._finish)
            outcome = Outcome.UNCONFIRMED if self.mute else self._confirmed(wire)
        self._hang_up(QUICK if outcome is Outcome.DONE else SLOW)
        return outcome

    def _confirmed(self, wire: Wire) -> Outcome:
        sensor = wire.answer(is_sensor, self._finish)
        if sensor is None:
            return Outcome.UNKNOWN
        present, self.near_end = paper_left(sensor)
        return Outcome.DONE if present else Outcome.UNKNOWN

    def close(self) -> None:
        """End the connection, if there is one."""
        self._hang_up(QUICK)

    def _hang_up(self, within: float) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close(within)
