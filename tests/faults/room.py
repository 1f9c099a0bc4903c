"""A disk without room: the system itself lets a process write no further into any file.

RLIMIT_FSIZE needs no root and no file system of its own, and works on a process that runs already. What it
makes of a write is EFBIG, which a database meets in the same place as ENOSPC.
"""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from tests import postgres
from tests.faults.place import workers
from tests.serving import Server

SEGMENT = 16 << 20
"""A file of PostgreSQL's own log is as large as this from the beginning: a limit below it is no full disk."""

# Eight rows fill a page of 8192 bytes to the last one: nothing goes into what others leave.
ROW = "'filling', lpad(number::text, 8, '0'), '', 0, to_json(repeat('x', 950)), 1::bigint << 60"
# Many rows at once leave empty pages behind them, which rows one by one then fill.
PADDING = f"""DO $$ BEGIN
INSERT INTO answers (scope, key, digest, status, body, at)
SELECT {ROW} FROM generate_series(1, {SEGMENT // 1024}) AS number;
FOR number IN 1000001..1001000 LOOP
INSERT INTO answers (scope, key, digest, status, body, at) SELECT {ROW};
END LOOP; END $$"""
CLIENTS = """SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
A_LITTLE, UNLIMITED = 1 << 16, "unlimited"


def _limit(pids: Iterable[int], size: int | str) -> None:
    for pid in pids:
        # PostgreSQL's processes are another user's when tests run as root; only that user may do this.
        owner = Path(f"/proc/{pid}").stat()
        who = owner.st_uid if owner.st_uid != os.geteuid() else None
        words = ["prlimit", f"--pid={pid}", f"--fsize={size}:"]
        subprocess.run(words, check=True, cwd="/", user=who, group=owner.st_gid if who else None)


@contextmanager
def no_room(server: Server) -> Iterator[None]:
    """Nothing more goes onto the disk of a server's store."""
    url = make_url(server.database)
    if url.get_backend_name() == "sqlite":
        with _sqlite(server, Path(str(url.database))):
            yield
    else:
        with _postgresql(str(url.database)):
            yield


@contextmanager
def _sqlite(server: Server, path: Path) -> Iterator[None]:
    sizes = [each.stat().st_size for each in (path, path.with_name(f"{path.name}-wal"))]
    _limit(workers(server), max(sizes) + A_LITTLE)
    yield
    _limit(workers(server), UNLIMITED)


def _parent(pid: int) -> int:
    told = Path(f"/proc/{pid}/stat").read_text("ascii")
    return int(told.rpartition(")")[2].split()[1])


@contextmanager
def _postgresql(name: str) -> Iterator[None]:
    with postgres.server().connect(name) as shell:
        shell.execute(PADDING)
        postmaster = _parent(shell.info.backend_pid)
        limited = [postmaster, *(pid for (pid,) in shell.execute(CLIENTS))]
        _limit(limited, SEGMENT + A_LITTLE)
        yield
        _limit([postmaster, *(pid for (pid,) in shell.execute(CLIENTS))], UNLIMITED)
