"""A receipt printer that speaks ESC/POS, on whatever wire: asked first, printed, and asked whether it is done."""

import logging
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from time import monotonic, sleep

from printers.drivers.driver import Blocked, Held, Outcome, wait_for_ever
from printers.drivers.mend import LENGTHS, mend
from printers.drivers.patience import USUAL as USUAL_TIMES
from printers.drivers.patience import Patience, Times, waits
from printers.drivers.signs import Status, paper_left
from printers.drivers.status import Proof, ask, letters_of
from printers.drivers.wire import SLICE, Wire
from printers.escpos import MOST
from printers.press import USUAL, Press
from server.hall.papers import Paper

log = logging.getLogger(__name__)

QUICK, SLOW = 0.3, 3.0
"""Seconds to wait for the printer to hang up: when nothing is under way, and when dots may be."""
RECENTLY, HANGING_UP = 5.0, 0.5
"""A printer that answered so many seconds ago and refuses now may still be hanging up: it gets that long."""

AGAIN = 60.0
"""Seconds after which a printer that answers nothing behind a torn slip is sent white dots for it once more."""


class Receipt:
    """`connect(seconds)` gives a wire or OSError. `process` printers tell a slip's letters back (GS ( H)."""

    def __init__(
        self,
        connect: Callable[[float], Wire],
        press: Press = USUAL,
        mute: bool = False,
        process: bool = False,
        times: Times = USUAL_TIMES,
    ) -> None:
        self.press, self.mute = press, mute
        self.near_end, self.dots, self.torn = False, 0, False
        self.held: Held = wait_for_ever
        self.connect, self.times = connect, times
        self._tells_back: bool | None = None if process and not mute else False
        self._numbers = count(int(monotonic() * 1000))
        self._data = b""
        self._open = MOST  # nobody here knows of the slip before the first
        self._wire: Wire | None = None
        self._seen_at, self._filled_at = -RECENTLY, -AGAIN

    def preflight(self) -> None:
        """Ask how the printer is, over a new wire or the one that stays. A mute one is only connected."""
        try:
            if not self._answers():
                self._look(self._connected())
            self._seen_at = monotonic()
        except OSError:
            self.close()
            raise Blocked("unreachable") from None
        except Blocked:
            self.rest()
            raise

    def _answers(self) -> bool:
        """Look at the printer; false when it is worth another try at once. Raises Blocked and OSError."""
        stays = self._wire is not None and self._wire.stays
        try:
            self._look(self._wire or self._connected())
            return True
        except ConnectionRefusedError:
            if monotonic() - self._seen_at > RECENTLY:
                raise
            sleep(HANGING_UP)
        except OSError:
            if not stays:
                raise
            self.close()  # what stays may have been unplugged and be back
        return False

    def _connected(self) -> Wire:
        self._wire = self.connect(self.times.connect)
        return self._wire

    def _look(self, wire: Wire) -> None:
        wire.drain(min(SLICE, self.times.answer))
        if self.mute:
            if why := wire.reason(0):
                raise Blocked(why)
            return
        status = self._asked(wire)
        if status is None:
            raise Blocked("silent")
        self.near_end = status.near_end
        if status.blocked:
            raise Blocked(status.blocked)
        if self._tells_back is None and not self.torn:
            self._tells_back = self._try_letters(wire)

    def _asked(self, wire: Wire) -> Status | None:
        """What the printer says of itself. One that waits for the rest of a torn slip may take questions for it."""
        if not self.torn:
            return ask(wire, self.times.answer)
        wire.write(LENGTHS, self.times.answer)
        status = ask(wire, self.times.answer)
        if status is None and monotonic() - self._filled_at > AGAIN:
            self._filled_at = monotonic()
            wire.write(bytes(self._open), self.times.answer)
            status = ask(wire, self.times.answer)
        return status

    def _try_letters(self, wire: Wire) -> bool:
        """Whether the printer does what its set-up says, tried once while nothing is to be printed."""
        proof = Proof(letters_of(next(self._numbers)))
        wire.write(proof.request, self.times.answer)
        wire.answer(proof.hear, self.times.answer)
        if not proof.given:
            log.warning("a printer does not tell back what it has printed: GS r 1 is used")
        return proof.given

    def prepare(self, slip: Paper) -> None:
        """Make the slip's bytes."""
        made = self.press.made(slip)
        self.dots, self._data = made.dots, made.data

    def send(self) -> Outcome:
        """Write the slip and wait until the printer says that it has taken in the last dot."""
        wire = self._reached()
        proof = Proof(letters_of(next(self._numbers)) if self._tells_back else b"")
        outcome = Outcome.UNKNOWN
        try:
            with suppress(OSError):
                outcome = self._sent(wire, proof)
        finally:
            self.torn = outcome is Outcome.UNKNOWN
        if self.torn or not wire.stays:
            self._hang_up(QUICK if outcome is Outcome.DONE else SLOW)
        return outcome

    def _reached(self) -> Wire:
        """The wire to the printer; one that hung up while the slip was drawn is asked anew. Raises Blocked."""
        try:
            if self._wire is not None:
                self._wire.pending()
        except OSError:
            self.close()
        if self._wire is None:
            self.preflight()
        assert self._wire is not None
        return self._wire

    def _sent(self, wire: Wire, proof: Proof) -> Outcome:
        behind = self.times.behind(len(self._data), self.dots)
        patience = Patience(wire, self.times, self.held, behind)
        if self.torn:
            mend(wire, patience, self._open, None if self.mute else min(SLICE, self.times.answer))
        self._open = min(len(self._data), MOST)
        wire.write(self._data, patience)
        if self.mute:
            return self._passed_on(wire, patience)
        wire.pending()
        wire.write(proof.request, patience)
        if not self._proved(wire, proof, patience):
            return Outcome.UNKNOWN
        if proof.sensor is None:
            return Outcome.DONE
        present, self.near_end = paper_left(proof.sensor)
        return Outcome.DONE if present else Outcome.UNKNOWN

    def _passed_on(self, wire: Wire, patience: Patience) -> Outcome:
        """A mute printer proves nothing; but what still lies here, or waits for paper, it has not printed."""
        gone = waits(patience, wire.pass_on)
        done = gone and waits(patience, lambda within: self._ready(wire, within))
        return Outcome.UNCONFIRMED if done else Outcome.UNKNOWN

    def _ready(self, wire: Wire, within: float) -> bool:
        if wire.reason(0) is None:
            return True
        sleep(within)
        return False

    def _proved(self, wire: Wire, proof: Proof, patience: Patience) -> bool:
        """Wait for the proof, longer while the printer says that it waits for somebody."""
        while wire.answer(proof.hear, patience.slice()) is None:
            # Behind bytes that are not taken no question is heard.
            try:
                status = None if wire.left() else self._still_is(wire, proof)
            except ConnectionError:
                if not proof.given:
                    raise
            if proof.given:
                break
            if not patience.goes_on(status):
                return False
        patience.moved()
        return True

    def _still_is(self, wire: Wire, proof: Proof) -> Status | None:
        """How the printer is behind a slip; the proof may come in between."""
        status = ask(wire, self.times.answer, proof.hear, first=False)
        self.near_end = status.near_end if status else self.near_end
        return status

    def rest(self) -> None:
        """Let a connection go that others may want; a port of this machine stays open."""
        if self._wire is not None and not self._wire.stays:
            self.close()

    def close(self) -> None:
        """End the connection, if there is one."""
        self._hang_up(QUICK)

    def _hang_up(self, within: float) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close(within)
