"""Slips as files: NNN.png to look at and NNN.bin as a printer would get it."""

import os
from pathlib import Path

from PIL import Image

from printers.drivers.driver import Blocked, Outcome
from printers.escpos import job
from printers.slip import png


class Files:
    """Numbers go up from 001; a file appears whole or not at all, and none is written over."""

    mute = False
    near_end = False

    def __init__(self, folder: Path, width: int = 576) -> None:
        self.folder = folder
        self.width = width

    def preflight(self) -> None:
        """Make the folder if it is not there. Blocked("unreachable") when it cannot be written."""
        make_folder(self.folder)

    def send(self, image: Image.Image, key: str) -> Outcome:
        """Write both files under the next number."""
        try:
            number = self._take(png(image))
            place(self.folder / f"{number:03d}.bin", job(image))
        except OSError:
            raise Blocked("unreachable") from None
        return Outcome.DONE

    def _take(self, picture: bytes) -> int:
        taken = [int(path.stem) for path in self.folder.glob("*.png") if path.stem.isdecimal()]
        number = max(taken, default=0) + 1
        while not place(self.folder / f"{number:03d}.png", picture):
            number += 1
        return number

    def close(self) -> None:
        """Nothing is held."""


def make_folder(folder: Path) -> None:
    """A folder that can be written, or Blocked("unreachable")."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise Blocked("unreachable") from None
    if not os.access(folder, os.W_OK):
        raise Blocked("unreachable")


def place(path: Path, content: bytes) -> bool:
    """Put a whole file at `path`; False, and nothing changed, when one is there already."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink()
    return True
