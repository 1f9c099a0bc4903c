"""How an ESC/POS printer says how it is. Commands and bits are those of Epson's public reference."""

from collections.abc import Callable
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Status:
    """`blocked` is the reason why nothing can be printed, or None."""

    blocked: str | None
    near_end: bool


def is_realtime(byte: int) -> bool:
    """0xx1xx10: an answer to DLE EOT, and never automatic status or flow control."""
    return byte & 0x93 == 0x12


def is_sensor(byte: int) -> bool:
    """0xx0xxxx: an answer to GS r."""
    return byte & 0x90 == 0x00


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
        line.write(REALTIME + bytes((number,)), within)
        answer = line.answer(lambda byte: is_realtime(byte) or (hear(byte) and False), within)
        if answer is None:
            return None
        answers.append(answer)
    return read(*answers)


def read(printer: int, offline: int, error: int, paper: int) -> Status:
    """What the four bytes say; the reason a person can act on comes first."""
    signs = (
        ("cover_open", offline & 0x04),
        ("paper_out", paper & 0x60 or offline & 0x20),
        ("error", error & 0x6C or offline & 0x40),
        ("offline", printer & 0x08),
    )
    blocked = next((reason for reason, sign in signs if sign), None)
    return Status(blocked, bool(paper & 0x0C))


def paper_left(sensor: int) -> tuple[bool, bool]:
    """(paper present, near its end) from an answer to GS r 1."""
    return not sensor & 0x0C, bool(sensor & 0x03)
