"""Make a backup while the hall works: one reading transaction, one file that appears whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from server.backup.archive import CHUNK, FORMAT, BadBackup, Manifest, Part, Writer, mark_of
from server.backup.counters import last_ids
from server.backup.rows import Shape, dump, shapes
from server.store import migrate, plans
from server.store.store import Store, unhurried


def make(store: Store, data: Path, secret: str, path: Path, now: datetime) -> Manifest:
    """Write everything that a store and a data folder hold into `path`; what it holds.

    Raises BadBackup when that cannot be; whatever was at `path` is then still there. The secret key is not
    in it: who finds the file alone cannot read what is encrypted with the key.
    """
    try:
        with _appearing(path) as file, Writer(file) as writer, store.read() as conn:
            return _write(conn, data, secret, writer, now)
    except (OSError, SQLAlchemyError) as error:
        raise BadBackup(f"no backup was made: {getattr(error, 'orig', None) or error}") from error


def _write(conn: Connection, data: Path, secret: str, writer: Writer, now: datetime) -> Manifest:
    unhurried(conn)
    revision = migrate.revision(conn)
    if revision is None:
        raise BadBackup("no backup was made: there is nothing in this store")
    found = shapes(conn)
    halls = tuple(plans.codes(conn))
    made = Manifest(FORMAT, revision, now.isoformat(), halls, mark_of(secret))
    # Before the long part: whoever changes a photo meanwhile takes the old file away.
    for photo in _photos(data):
        with suppress(FileNotFoundError):
            writer.add(f"photos/{photo.name}", _chunks(photo))
    tables = {name: _table(conn, writer, name, shape) for name, shape in found.items()}
    last = last_ids(conn, found)
    parts = {name: replace(part, last=last.get(name, 0)) for name, part in tables.items()}
    made = replace(made, tables=parts, sums=writer.sums)
    writer.finish(made, secret)
    return made


def _table(conn: Connection, writer: Writer, name: str, shape: Shape) -> Part:
    count = 0

    def chunks() -> Iterator[bytes]:
        nonlocal count
        for lines in dump(conn, name, shape):
            count += len(lines)
            yield ("\n".join(lines) + "\n").encode("utf-8")

    writer.add(f"tables/{name}.jsonl", chunks())
    return Part(shape, count)


def _photos(data: Path) -> list[Path]:
    folder = data / "photos"
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in there if path.is_file() and not path.name.startswith(".")]


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


@contextmanager
def _appearing(path: Path) -> Iterator[IO[bytes]]:
    """A file that only its owner reads and that takes its name when all of it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
        sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
