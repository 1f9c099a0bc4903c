"""What the agent must not forget: presses until they are acknowledged, slips until they are settled.

A file of SQLite that is on the disk before anybody is told (synchronous FULL).
"""

import json
import logging
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from printers.agent.moments import Moment

log = logging.getLogger(__name__)
TABLES = """
CREATE TABLE IF NOT EXISTS presses (
    id INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE, window TEXT NOT NULL, device TEXT NOT NULL,
    key TEXT NOT NULL, at TEXT NOT NULL, boot TEXT NOT NULL, up REAL NOT NULL, answer TEXT,
    failed INTEGER NOT NULL DEFAULT 0, place INTEGER NOT NULL DEFAULT 0, hall REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS slips (
    claim TEXT PRIMARY KEY, printer TEXT NOT NULL, state TEXT NOT NULL, job INTEGER, slip TEXT, reason TEXT,
    dots INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS torn (printer TEXT PRIMARY KEY);
"""
MORE = {"presses": ("failed", "place", "hall"), "slips": ("dots",)}
"""Columns, numbers from 0, that a file of an older release may not have."""

PRESS = "uuid, window, device, key, at, boot, up, hall"
MARKS = ", ".join("?" * len(PRESS.split(", ")))
NEWEST = 200
"""So many of the last presses are looked through for new ones."""

KEPT = 1000
"""So many presses that were answered are kept for whoever looks what happened."""

ASKED, HELD, SENDING = "asked", "held", "sending"
QUEUED, DONE, UNKNOWN = "queued", "done", "unknown"


@dataclass(frozen=True)
class Press:
    """A key that was pressed, not yet acknowledged."""

    uuid: str
    window: str
    device: str
    key: str
    moment: Moment


@dataclass(frozen=True)
class Held:
    """A slip that this agent has asked for.

    asked -> held -> sending -> done | unknown        held, sending -> queued (not one byte was sent)

    Only who has just been given it prints it: one that is held longer goes back, for a person may have decided.
    """

    claim: str
    printer: str
    state: str
    job: int | None
    slip: dict[str, Any] | None = None
    reason: str | None = None
    dots: int = 0


class Store:
    """Safe to use from any thread. Raises sqlite3.Error when it cannot write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._spoilt = False
        self._aside: Path | None = None
        try:
            self._conn = _opened(path)
        except sqlite3.DatabaseError as error:
            if not _damaged(error):
                raise
            self._begin_anew()
        # What was being printed when the last run ended: nobody knows whether it was.
        torn = "INSERT OR IGNORE INTO torn SELECT printer FROM slips WHERE state IN (?, ?)"
        self._conn.execute(torn, (SENDING, UNKNOWN))
        lost = "UPDATE slips SET state = ?, reason = 'restart' WHERE state = ?"
        self._conn.execute(lost, (UNKNOWN, SENDING))

    @contextmanager
    def _use(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            if self._spoilt:
                self._begin_anew()
            try:
                yield self._conn
            except sqlite3.DatabaseError as error:
                if _damaged(error):
                    self._conn.close()
                    self._spoilt = True
                raise

    def _begin_anew(self) -> None:
        """An evaluator that works from now on is worth more than what nobody can read."""
        if self._aside is None:
            log.error("%s cannot be read; it is put aside, and a new one begun", self.path)
            self._aside = _put_aside(self.path)
        self._conn = _opened(self.path)
        saved = _saved(self._aside)
        self._conn.executemany(f"INSERT OR IGNORE INTO presses ({PRESS}) VALUES ({MARKS})", saved)
        log.error("of the presses that waited in it, %s can be read and wait on", len(saved))
        self._spoilt, self._aside = False, None

    def close(self) -> None:
        """Give the file back."""
        with self._use() as conn:
            conn.close()

    def press(self, window: str, device: str, key: str, moment: Moment) -> str:
        """Keep a press; the UUID under which it is sent."""
        when = (moment.at.isoformat(), moment.boot, moment.up, moment.hall)
        row = (str(uuid4()), window, device, key, *when)
        try:
            self._add(row)
        except sqlite3.DatabaseError as error:
            if not _damaged(error):
                raise
            # It goes into the new file.
            self._add(row)
        return row[0]

    def _add(self, row: tuple[Any, ...]) -> None:
        with self._use() as conn:
            conn.execute(f"INSERT INTO presses ({PRESS}) VALUES ({MARKS})", row)

    def takes(self) -> bool:
        """Whether the disk takes anything now."""
        try:
            with self._use() as conn:
                (version,) = conn.execute("PRAGMA user_version").fetchone()
                conn.execute(f"PRAGMA user_version = {version}")
        except sqlite3.Error:
            return False
        return True

    def newest_presses(self) -> list[Press]:
        """The last presses, the first of them first, that are neither acknowledged nor put behind."""
        find = f"""SELECT {PRESS} FROM presses WHERE answer IS NULL AND place = 0
            ORDER BY id DESC LIMIT {NEWEST}"""
        with self._use() as conn:
            rows = conn.execute(find).fetchall()
        return [_press(row) for row in reversed(rows)]

    def oldest_press(self, but: Collection[str] = ()) -> Press | None:
        """The first press that is not acknowledged, `but` some; those that were put behind come after all others."""
        find = f"""SELECT {PRESS} FROM presses WHERE answer IS NULL
            AND uuid NOT IN ({", ".join("?" * len(but))}) ORDER BY place, id LIMIT 1"""
        with self._use() as conn:
            row = conn.execute(find, tuple(but)).fetchone()
        return None if row is None else _press(row)

    def failed(self, uuid: str) -> int:
        """The server stumbled over a press once more; how many times it was."""
        with self._use() as conn:
            conn.execute("UPDATE presses SET failed = failed + 1 WHERE uuid = ?", (uuid,))
            row = conn.execute("SELECT failed FROM presses WHERE uuid = ?", (uuid,)).fetchone()
        return int(row[0])

    def put_behind(self, uuid: str) -> None:
        """Let a press wait behind all others."""
        last = "(SELECT max(place) + 1 FROM presses WHERE answer IS NULL)"
        with self._use() as conn:
            conn.execute(f"UPDATE presses SET place = {last} WHERE uuid = ?", (uuid,))

    def acknowledged(self, uuid: str, answer: Any) -> None:
        """The server has answered a press."""
        with self._use() as conn:
            conn.execute("UPDATE presses SET answer = ? WHERE uuid = ?", (json.dumps(answer), uuid))
            conn.execute(
                "DELETE FROM presses WHERE answer IS NOT NULL AND id <= (SELECT max(id) FROM presses) - ?",
                (KEPT,),
            )

    def ask(self, printer: str) -> Held:
        """Begin to ask for a slip: the claim is kept before it is sent, so that its answer is not lost."""
        held = Held(str(uuid4()), printer, ASKED, None)
        with self._use() as conn:
            row = (held.claim, printer, ASKED)
            conn.execute("INSERT INTO slips (claim, printer, state) VALUES (?, ?, ?)", row)
        return held

    def slip_of(self, printer: str) -> Held | None:
        """The slip of a printer that is not settled, if there is one."""
        find = "SELECT claim, printer, state, job, slip, reason, dots FROM slips WHERE printer = ? LIMIT 1"
        with self._use() as conn:
            row = conn.execute(find, (printer,)).fetchone()
        if row is None:
            return None
        claim, whose, state, job, slip, reason, dots = row
        return Held(claim, whose, state, job, json.loads(slip) if slip else None, reason, dots)

    def torn(self, printer: str) -> bool:
        """Whether the slip that a printer was sent last may have ended in the middle."""
        find = "SELECT 1 FROM torn WHERE printer = ?"
        with self._use() as conn:
            return conn.execute(find, (printer,)).fetchone() is not None

    def hold(self, held: Held, job: int, slip: dict[str, Any]) -> Held:
        """The slip that a claim was answered with."""
        with self._use() as conn:
            row = (HELD, job, json.dumps(slip), held.claim)
            conn.execute("UPDATE slips SET state = ?, job = ?, slip = ? WHERE claim = ?", row)
        return Held(held.claim, held.printer, HELD, job, slip)

    def mark(self, held: Held, state: str, reason: str | None = None, dots: int = 0) -> Held:
        """What has become of a slip; `dots` is how much paper it took."""
        with self._use() as conn:
            row = (state, reason, dots, held.claim)
            if state == UNKNOWN:
                conn.execute("INSERT OR IGNORE INTO torn VALUES (?)", (held.printer,))
            conn.execute("UPDATE slips SET state = ?, reason = ?, dots = ? WHERE claim = ?", row)
            if state == DONE:
                conn.execute("DELETE FROM torn WHERE printer = ?", (held.printer,))
        return replace(held, state=state, reason=reason, dots=dots)

    def forget(self, held: Held) -> None:
        """A slip is settled, or there was none."""
        with self._use() as conn:
            conn.execute("DELETE FROM slips WHERE claim = ?", (held.claim,))


def _press(row: Sequence[Any]) -> Press:
    uuid, window, device, key, at, boot, up, hall = row
    return Press(uuid, window, device, key, Moment(datetime.fromisoformat(at), boot, up, hall))


def _opened(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = FULL")
        if conn.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError("damaged")
        conn.executescript(TABLES)
        for table, names in MORE.items():
            known = {row[1] for row in conn.execute(f"PRAGMA table_info({table})")}
            for name in names:
                if name not in known:
                    conn.execute(
                        f"ALTER TABLE {table} ADD COLUMN {name} INTEGER NOT NULL DEFAULT 0"
                    )
    except sqlite3.Error:
        conn.close()
        raise
    return conn


def _damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is not what it was; full disks and the like are of Python's own kinds."""
    return type(error) is sqlite3.DatabaseError


def _put_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.name}.broken")
    for end in ("", "-wal", "-shm"):
        part, place = path.with_name(path.name + end), aside.with_name(aside.name + end)
        place.unlink(missing_ok=True)
        if part.exists():
            part.replace(place)
    return aside


def _saved(aside: Path) -> list[Sequence[Any]]:
    """What can still be read of the presses that waited in a file."""
    found: list[Sequence[Any]] = []
    with suppress(sqlite3.Error), closing(sqlite3.connect(aside, isolation_level=None)) as conn:
        waits = f"SELECT {PRESS} FROM presses NOT INDEXED WHERE answer IS NULL ORDER BY id"
        for row in conn.execute(waits):
            with suppress(TypeError, ValueError):
                _press(row).moment.age()
                found.append(row)
    return found
