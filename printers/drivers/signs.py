"""What the bytes of an ESC/POS printer mean. Bits are those of Epson's public reference."""

from dataclasses import dataclass

FLOW = (0x11, 0x13)
"""XON and XOFF."""


@dataclass(frozen=True)
class Status:
    """`blocked` is the reason why nothing can be printed, or None."""

    blocked: str | None
    near_end: bool


def is_realtime(byte: int) -> bool:
    """0xx1xx10: an answer to DLE EOT, and never automatic status or flow control."""
    return byte & 0x93 == 0x12


def is_sensor(byte: int) -> bool:
    """0xx0xxxx: an answer to GS r, or what follows the first byte of automatic status."""
    return byte & 0x90 == 0x00


def read(printer: int, offline: int, error: int, paper: int) -> Status:
    """What the answers to DLE EOT 1 to 4 say; the reason a person can act on comes first."""
    signs = (
        ("cover_open", offline & 0x04),
        ("paper_out", paper & 0x60 or offline & 0x20),
        ("error", error & 0x6C or offline & 0x40),
        ("offline", printer & 0x08),
    )
    return Status(_first(signs), bool(paper & 0x0C))


def automatic(frame: bytes) -> Status:
    """What the four bytes of automatic status say."""
    first, faults, paper, _ = frame
    signs = (
        ("cover_open", first & 0x20),
        ("paper_out", paper & 0x0C),
        ("error", faults & 0x6C),
        ("offline", first & 0x08),
    )
    return Status(_first(signs), bool(paper & 0x03))


def paper_left(sensor: int) -> tuple[bool, bool]:
    """(paper present, near its end) from an answer to GS r 1."""
    return not sensor & 0x0C, bool(sensor & 0x03)


def _first(signs: tuple[tuple[str, int], ...]) -> str | None:
    return next((reason for reason, sign in signs if sign), None)


class Sorter:
    """Takes out of what a printer says what nobody asked for: flow control, and automatic status.

    A frame of that is four bytes, and the last three look like answers to GS r: they must not be taken for one.
    `told` is what the last whole frame said.
    """

    def __init__(self) -> None:
        self.told: Status | None = None
        self._frame = b""

    def answers(self, heard: bytes) -> bytes:
        """The bytes that may be answers; a frame may come in pieces, and answers between them."""
        return bytes(byte for byte in heard if not self._taken(byte))

    def _taken(self, byte: int) -> bool:
        if byte in FLOW:
            return True
        if byte & 0x93 == 0x10:
            self._frame = bytes((byte,))
            return True
        if not self._frame or is_realtime(byte):
            return False
        if not is_sensor(byte):
            self._frame = b""
            return False
        self._frame += bytes((byte,))
        if len(self._frame) == 4:
            self.told, self._frame = automatic(self._frame), b""
        return True
