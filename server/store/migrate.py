"""Bring a store to the newest shape with Alembic; the same steps on SQLite and PostgreSQL."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from server.store.store import Store, unhurried

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"
_ALONE = (
    "SET LOCAL lock_timeout = 0",
    "SELECT pg_advisory_xact_lock(hashtext('jiaohao:shape'))",
    "RESET lock_timeout",
)


class Newer(Exception):
    """The store has the shape of a newer version."""


def upgrade(store: Store) -> None:
    """Run the steps that are missing, all in one transaction. Raises Newer."""
    with store.read() as conn:
        found = revision(conn)
    if found == newest():
        return
    if found is not None and found not in revisions():
        raise Newer(
            f"the store is of a newer version of Jiaohao: it has revision {found}, this version knows"
            f" up to {newest()}"
        )
    with store.write() as conn:
        alone(conn)
        rise(conn, "head")


def alone(conn: Connection) -> None:
    """Be the only one who changes the store's shape until this transaction ends, however long that takes.

    On SQLite a transaction that writes is alone from its beginning.
    """
    unhurried(conn)
    if conn.dialect.name != "sqlite":
        for words in _ALONE:
            conn.execute(text(words))


def rebuild(conn: Connection, to: str) -> None:
    """Take every table away and make those of a revision, in the caller's transaction."""
    from alembic import command

    config = _config()
    config.attributes["connection"] = conn
    command.downgrade(config, "base")
    command.upgrade(config, to)


def rise(conn: Connection, to: str) -> None:
    """Take the steps that are missing up to a revision, in the caller's transaction."""
    # Half a second to load, and most starts have no step to run.
    from alembic import command

    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, to)


def is_current(store: Store) -> bool:
    """Whether the store has the shape this code needs."""
    with store.read() as conn:
        return revision(conn) == newest()


@cache
def revisions() -> tuple[str, ...]:
    """Every revision this code knows, the oldest first: the numbers with which its scripts begin."""
    return tuple(sorted(path.name[:4] for path in (SCRIPTS / "versions").glob("[0-9]*.py")))


def newest() -> str:
    """The revision this code needs."""
    return revisions()[-1]


def revision(conn: Connection) -> str | None:
    """The revision of a store; None when it has no tables yet."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
