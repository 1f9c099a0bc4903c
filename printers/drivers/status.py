"""How an ESC/POS printer is asked how it is. Commands are those of Epson's public reference."""

from collections.abc import Callable

from printers.drivers.signs import Status, is_realtime, is_sensor, read
from printers.drivers.wire import Wire

NO_AUTOMATIC_STATUS = b"\x1da\x00"
REALTIME = b"\x10\x04"
PAPER_SENSOR = b"\x1dr\x01"
"""GS r 1 waits its turn behind the slip's dots, so its answer says that they were all taken in."""
PROCESS = b"\x1d(H\x06\x00\x30\x30"
"""GS ( H, function 48, and four letters: told back when all dots before it are on paper."""
TOLD_BACK = b"\x37\x22%s\x00"
LETTERS = "ABCDEFGHIJKLMNO"
"""None of these can be taken for an answer to DLE EOT, nor can anything else that is told back."""


def letters_of(number: int) -> bytes:
    """The four letters of a slip; the same ones come again after 50,625 slips."""
    found = ""
    for _ in range(4):
        number, rest = divmod(number, len(LETTERS))
        found += LETTERS[rest]
    return found.encode()


class Proof:
    """What shows that a slip's dots were taken in: an answer to GS r 1, or the slip's `letters` told back.

    `sensor` is that answer and `given` says that there was one. `request` is what is sent behind the slip.
    """

    def __init__(self, letters: bytes = b"") -> None:
        self.request = PROCESS + letters if letters else PAPER_SENSOR
        self.given = False
        self.sensor: int | None = None
        self._words = TOLD_BACK % letters if letters else b""
        self._heard = b""

    def hear(self, byte: int) -> bool:
        """Take in a byte that came; true when it completes the proof."""
        if is_realtime(byte):
            return False
        if self._words:
            self._heard = (self._heard + bytes((byte,)))[-len(self._words) :]
            self.given = self.given or self._heard == self._words
        elif is_sensor(byte):
            self.given, self.sensor = True, byte
        return self.given


def _nothing(_: int) -> bool:
    """Nobody waits for anything else."""
    return False


def ask(
    line: Wire, within: float, hear: Callable[[int], bool] = _nothing, *, first: bool = True
) -> Status | None:
    """The answers to DLE EOT 1 to 4 as one status; None when one of them stays out.

    `within` is in seconds for each answer. `hear` is shown every other byte that comes in between.
    `first` silences automatic status; that command waits behind a slip's dots. OSError when the line breaks.
    """
    if first:
        line.write(NO_AUTOMATIC_STATUS, within)
    answers = []
    for number in (1, 2, 3, 4):
        for byte in line.pending():
            hear(byte)
        line.write(REALTIME + bytes((number,)), within)
        line.owed += 1
        answer = line.answer(lambda byte: is_realtime(byte) or (hear(byte) and False), within)
        if answer is None:
            return None
        line.owed -= 1
        answers.append(answer)
    return read(*answers)
