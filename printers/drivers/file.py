"""Slips as files: NNN.png to look at and NNN.bin as a printer would get it."""

import os
from pathlib import Path

from printers.drivers.driver import Blocked, Held, Outcome, wait_for_ever
from printers.press import USUAL, Press
from printers.slip import png
from server.hall.papers import Paper


class Files:
    """Numbers go up from 001; a file appears whole or not at all, and none is written over."""

    mute = False
    near_end = False
    dots = 0
    held: Held = staticmethod(wait_for_ever)
    torn = False

    def __init__(self, folder: Path, press: Press = USUAL) -> None:
        self.folder = folder
        self.press = press
        self._slip = b"", b""

    def preflight(self) -> None:
        """Make the folder if it is not there. Blocked("unreachable") when it cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            raise Blocked("unreachable") from None
        if not os.access(self.folder, os.W_OK):
            raise Blocked("unreachable")

    def prepare(self, slip: Paper) -> None:
        """Draw the slip: its picture and its bytes."""
        made = self.press.made(slip)
        self._slip = png(made.image or self.press.image(slip)), made.data

    def send(self) -> Outcome:
        """Write both files under the next number."""
        picture, data = self._slip
        try:
            number = self._take(picture)
        except OSError:
            raise Blocked("unreachable") from None
        try:
            place(self.folder / f"{number:03d}.bin", data)
        except OSError:
            # Half a slip is none: it comes again, under the same number.
            (self.folder / f"{number:03d}.png").unlink(missing_ok=True)
            raise Blocked("unreachable") from None
        return Outcome.DONE

    def _take(self, picture: bytes) -> int:
        taken = [int(path.stem) for path in self.folder.iterdir() if path.stem.isdecimal()]
        number = max(taken, default=0) + 1
        while not place(self.folder / f"{number:03d}.png", picture):
            number += 1
        return number

    def rest(self) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is held."""


def place(path: Path, content: bytes) -> bool:
    """Put a whole file at `path`; False, and nothing changed, when one is there already."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True
