"""The on-screen printer: slips as pictures in a folder, for a page to show."""

import re
from pathlib import Path

from PIL import Image

from printers.drivers.driver import Blocked, Outcome
from printers.drivers.file import make_folder
from printers.slip import png

KEEP = 100


class Screen:
    """The newest KEEP slips, each under the name of its key: the same key is the same picture."""

    mute = False
    near_end = False

    def __init__(self, folder: Path, width: int = 576) -> None:
        self.folder = folder
        self.width = width

    def preflight(self) -> None:
        """Make the folder if it is not there. Blocked("unreachable") when it cannot be written."""
        make_folder(self.folder)

    def send(self, image: Image.Image, key: str) -> Outcome:
        """Keep the picture and forget the oldest."""
        path = picture(self.folder, key)
        part = path.with_suffix(".part")
        try:
            part.write_bytes(png(image))
            part.replace(path)
            for old in newest(self.folder)[KEEP:]:
                old.unlink(missing_ok=True)
        except OSError:
            raise Blocked("unreachable") from None
        return Outcome.DONE

    def close(self) -> None:
        """Nothing is held."""


def picture(folder: Path, key: str) -> Path:
    """Where the slip of a job's key is, once it is printed."""
    return folder / (re.sub(r"[^0-9A-Za-z-]", "_", key) + ".png")


def newest(folder: Path) -> list[Path]:
    """The pictures in the folder, the newest first."""
    return sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
