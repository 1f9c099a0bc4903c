"""A backup is one zip file: tables as lines of JSON, photos as they are, and last a manifest with its seal.

What a zip file says of itself stands at its end, so a file that was cut short is no backup at all. The manifest
has the SHA-256 of every part, and the seal is made with the hall's secret key: who has the key can tell whether
anything was changed.
"""

import json
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import TypeAdapter

from server.access.secret import same, sign
from server.backup.rows import Shape

FORMAT = 1
MANIFEST, SEAL = "manifest.json", "seal"
LEVEL = 3
"""Of zlib: twice as fast as its own choice, and a tenth larger."""

CHUNK = 2**20
PHOTO = re.compile(r"photos/[^./\\][^/\\]*")
LARGEST_MANIFEST, LARGEST_PHOTO, LONGEST_LINE = 2**24, 2**26, 2**26
"""Bytes: whoever made the file may have made it so that it unpacks to more than a machine holds."""


BROKEN = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    RuntimeError,
)
"""What reading a damaged zip file or its manifest raises."""


class BadBackup(Exception):
    """What is wrong with an archive, or with where it should go, as a sentence."""


@dataclass(frozen=True)
class Part:
    """One table: its shape, how many rows, and the last id it has given (0: it does not count)."""

    shape: Shape
    rows: int
    last: int = 0


@dataclass(frozen=True)
class Manifest:
    """What an archive holds. `revision` is the store's shape, `key` tells which secret key it belongs to;
    `sums` are SHA-256 by the names of the parts."""

    format: int
    revision: str
    made_at: str
    halls: tuple[str, ...]
    key: str
    tables: dict[str, Part] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)


_ADAPTER: TypeAdapter[Manifest] = TypeAdapter(Manifest)


def mark_of(secret: str) -> str:
    """What tells one secret key from another and gives neither away."""
    return sign(secret, "which key a backup belongs to")


class Writer:
    """An archive that is being made."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL)
        self.sums: dict[str, str] = {}

    def __enter__(self) -> "Writer":
        return self

    def __exit__(self, *_: object) -> None:
        # A file that failed is thrown away, and a full disk would fail here once more.
        with suppress(OSError, ValueError):
            self._zip.close()

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        """One part, from its bytes in order."""
        told = sha256()
        with self._zip.open(name, "w", force_zip64=True) as part:
            for chunk in chunks:
                told.update(chunk)
                part.write(chunk)
        self.sums[name] = told.hexdigest()

    def finish(self, manifest: Manifest, secret: str) -> None:
        """Write what the archive says of itself. Nothing can be added after it."""
        document = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
        self._zip.writestr(MANIFEST, document)
        self._zip.writestr(SEAL, sign(secret, document))
        self._zip.close()


class Archive:
    """An archive that is read: its manifest, and its parts."""

    def __init__(self, zipped: ZipFile) -> None:
        self._zip = zipped
        self._document = self._read(MANIFEST, LARGEST_MANIFEST).decode("utf-8")
        # Before anything else: another format may have another manifest.
        found = json.loads(self._document)
        number = found.get("format") if isinstance(found, dict) else None
        if number != FORMAT:
            raise BadBackup(
                f"the file has format {number}; this version of Jiaohao reads format {FORMAT}"
            )
        self.manifest = _ADAPTER.validate_python(found)

    def is_ours(self, secret: str) -> bool:
        """Whether it was made with this secret key."""
        return same(self.manifest.key, mark_of(secret))

    def verify(self, secret: str) -> None:
        """Read it all once. Raises BadBackup when anything is missing, added, damaged or changed."""
        seal = self._read(SEAL, CHUNK).decode("ascii", "replace")
        if self.is_ours(secret) and not same(seal, sign(secret, self._document)):
            raise BadBackup("the file was changed after it was made: its seal is broken")
        there = set(self._zip.namelist()) - {MANIFEST, SEAL}
        tables = {f"tables/{name}.jsonl" for name in self.manifest.tables}
        photos = {name for name in there if PHOTO.fullmatch(name)}
        if there != self.manifest.sums.keys() or there != tables | photos:
            raise BadBackup("the file is damaged: its parts are not those that its manifest names")
        for name, told in self.manifest.sums.items():
            if self._sum(name) != told:
                raise BadBackup(f"the file is damaged: {name} is not as it was written")

    def _sum(self, name: str) -> str:
        found = sha256()
        with self._zip.open(name) as part:
            while chunk := part.read(CHUNK):
                found.update(chunk)
        return found.hexdigest()

    def lines(self, table: str) -> Iterator[bytes]:
        """The rows of a table, a line each."""
        with self._zip.open(f"tables/{table}.jsonl") as part:
            rest = b""
            while chunk := part.read(CHUNK):
                *whole, rest = (rest + chunk).split(b"\n")
                yield from whole
                if len(rest) > LONGEST_LINE:
                    raise BadBackup(f"the file is damaged: {table} has a row that is far too long")
            if rest:
                yield rest

    def photos(self) -> Iterator[tuple[str, bytes]]:
        """File name and bytes of each photo."""
        for name in self.manifest.sums:
            if PHOTO.fullmatch(name):
                yield name.partition("/")[2], self._read(name, LARGEST_PHOTO)

    def _read(self, name: str, most: int) -> bytes:
        # No more than a part says of itself is ever unpacked.
        if self._zip.getinfo(name).file_size > most:
            raise BadBackup(f"the file is damaged: {name} is far too large")
        return self._zip.read(name)


@contextmanager
def opened(path: Path, secret: str) -> Iterator[Archive]:
    """An archive for reading, all of which was verified.

    Raises BadBackup when it is none, not whole, or none that this version reads.
    """
    with ExitStack() as end:
        try:
            archive = Archive(end.enter_context(ZipFile(path)))
            archive.verify(secret)
        except BROKEN as error:
            raise BadBackup(
                f"{path} is no whole backup: cut short, damaged or never one"
            ) from error
        yield archive
