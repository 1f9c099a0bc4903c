"""Photos out of a backup: all of them are in place when the restored hall is, or none."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from server.backup.make import sync_folder


class Placing:
    """Puts photos into a folder; when what is done meanwhile fails, the folder is as it was before."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._put: list[Path] = []
        self._made: list[Path] = []

    def __enter__(self) -> "Placing":
        return self

    def put(self, photos: Iterable[tuple[str, bytes]]) -> None:
        """Put each photo (file name, bytes) in place, on the disk for good. Raises OSError."""
        for name, raw in photos:
            self._make_home()
            fresh, path = self._home / f".{name}.part", self._home / name
            try:
                with fresh.open("wb") as file:
                    file.write(raw)
                    file.flush()
                    os.fsync(file.fileno())
                if path.exists():
                    path.replace(_before(path))
                self._put.append(path)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
        for folder in (self._home, *(made.parent for made in self._made)):
            if folder.is_dir():
                sync_folder(folder)

    def _make_home(self) -> None:
        if not self._home.is_dir():
            missing = [each for each in (self._home, *self._home.parents) if not each.exists()]
            self._home.mkdir(parents=True)
            self._made = missing

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        for path in self._put:
            if kind is None:
                _before(path).unlink(missing_ok=True)
                continue
            path.unlink(missing_ok=True)
            with suppress(FileNotFoundError):
                _before(path).replace(path)
        for folder in self._made if kind is not None else ():
            # Somebody else may have put something there meanwhile.
            with suppress(OSError):
                folder.rmdir()


def _before(path: Path) -> Path:
    return path.with_name(f".{path.name}.before")
