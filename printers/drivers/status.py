"""How an ESC/POS printer says how it is. Commands and bits are those of Epson's public reference."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

NO_AUTOMATIC_STATUS = b"\x1da\x00"
REALTIME = b"\x10\x04"
PAPER_SENSOR = b"\x1dr\x01"
"""GS r 1 waits its turn behind the slip's dots, so its answer says that they were all taken in."""


class Line(Protocol):
    """What a conversation needs; a printer on USB or a serial port has the same."""

    def write(self, data: bytes, within: float) -> None:
        """Send all bytes within a time."""

    def answer(self, fits: Callable[[int], bool], within: float) -> int | None:
        """The first byte that fits, or None."""


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


def ask(line: Line, within: float) -> Status | None:
    """The answers to DLE EOT 1 to 4 as one status; None when one of them stays out.

    `within` is in seconds for each answer. OSError when the line breaks.
    """
    line.write(NO_AUTOMATIC_STATUS, within)
    answers = []
    for number in (1, 2, 3, 4):
        line.write(REALTIME + bytes((number,)), within)
        answer = line.answer(is_realtime, within)
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
