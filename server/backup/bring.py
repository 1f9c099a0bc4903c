"""Bring a backup back into an empty store of either kind: all of it, in one transaction, or nothing."""

from pathlib import Path

from sqlalchemy import Connection, column, inspect, literal, select, table, update
from sqlalchemy.exc import SQLAlchemyError

from server.backup.archive import BROKEN, Archive, BadBackup, Manifest, opened
from server.backup.counters import go_on_from
from server.backup.photos import Placing
from server.backup.rows import LEFT_OUT, load, shapes
from server.store import migrate
from server.store.store import Store
from server.store.tables import print_jobs

RESTORED = "restored"
NOBODYS = frozenset({"tries"})
"""Beside what no backup holds: what an empty store may have, since somebody looked at its pages."""


def restore(store: Store, data: Path, secret: str, path: Path) -> tuple[Manifest, bool]:
    """Fill an empty store from a backup; what it held, and whether it was made with this secret key.

    A backup of an older version is restored in its own shape and then brought to this one's. Raises
    BadBackup when the file is not whole or the store not empty; then nothing was changed.
    """
    with opened(path, secret) as archive:
        made = archive.manifest
        if made.revision not in migrate.revisions():
            raise BadBackup(
                f"the file is of a newer version of Jiaohao (its store has revision {made.revision},"
                f" this version knows up to {migrate.newest()}): bring this version up to date first"
            )
        try:
            # The photos first: a hall that is back has them, and if it does not come back they go again.
            with Placing(data / "photos") as photos, store.write() as conn:
                _fill(conn, archive)
                photos.put(archive.photos())
        except (*BROKEN, LookupError, TypeError, SQLAlchemyError) as error:
            because = getattr(error, "orig", None) or error
            raise BadBackup(f"nothing was restored: {because}") from error
        return made, archive.is_ours(secret)


def _fill(conn: Connection, archive: Archive) -> None:
    if filled := _filled(conn):
        raise BadBackup(
            f"nothing was restored: this store is not empty, it has {', '.join(filled)};"
            " a backup goes into an empty one only"
        )
    made = archive.manifest
    migrate.alone(conn)
    migrate.rebuild(conn, made.revision)
    for name, part in made.tables.items():
        count = load(conn, name, part.shape, archive.lines(name))
        if count != part.rows:
            raise BadBackup(f"the file is damaged: {name} has {count} rows instead of {part.rows}")
    migrate.rise(conn, migrate.newest())
    # Afterwards: a step that builds a table anew begins to count from what is in it.
    go_on_from(conn, shapes(conn), {name: part.last for name, part in made.tables.items()})
    _doubt(conn)


def _doubt(conn: Connection) -> None:
    """What waited for its printer then may have come out since: a person says so, or has it printed as a copy."""
    waited = print_jobs.c.state.in_(("queued", "sending"))
    conn.execute(update(print_jobs).where(waited).values(state="unknown", reason=RESTORED))


def _filled(conn: Connection) -> list[str]:
    """The tables in which something stands; leave to open a first hall is nothing yet."""
    there = set(inspect(conn).get_table_names()) - LEFT_OUT - NOBODYS
    found = []
    for name in sorted(there):
        rows = select(literal(1)).select_from(table(name)).limit(1)
        if name == "people":
            rows = rows.where(column("hall") != "")
        if conn.execute(rows).first():
            found.append(name)
    return found
