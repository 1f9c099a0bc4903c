"""The bank of clips: one archive a language, stored and not packed, so that a clip is a slice of it."""

import struct
from collections.abc import Iterator
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from zipfile import ZipFile

from server.voice.ogg import packets

HOME = Path(__file__).parent / "bank"
ENDING = ".opus"
LOCAL = struct.Struct("<26xHH")
"""The head of a file within an archive; its name and its extra field lie before its bytes."""


class Bank:
    """The clips of one language; safe for threads. Raises OSError when the archive is not there."""

    def __init__(self, path: Path) -> None:
        with ZipFile(path) as archive:
            parts = archive.infolist()
        with path.open("rb") as file:
            self._bytes = mmap(file.fileno(), 0, access=ACCESS_READ)
        self._places = {
            part.filename.removesuffix(ENDING): (part.header_offset, part.file_size)
            for part in parts
        }

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def file(self, name: str) -> bytes:
        """A clip as an Ogg Opus file. Raises KeyError."""
        start, size = self._places[name]
        before = sum(LOCAL.unpack_from(self._bytes, start)) + LOCAL.size
        return self._bytes[start + before : start + before + size]

    def sound(self, name: str) -> list[bytes]:
        """A clip as Opus packets. Raises KeyError."""
        return packets(self.file(name))


@cache
def bank(language: str) -> Bank:
    """The bank of "zh" or "en", opened once a process."""
    return Bank(HOME / f"{language}.zip")
