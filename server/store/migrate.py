"""Bring a store to the newest shape with Alembic; the same steps on SQLite and PostgreSQL."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from server.store.store import Store

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(store: Store) -> None:
    """Run the steps that are missing, all in one transaction."""
    if is_current(store):
        return
    # Half a second to load, and most starts have no step to run.
    from alembic import command

    config = _config()
    with store.write() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


def is_current(store: Store) -> bool:
    """Whether the store has the shape this code needs."""
    with store.read() as conn:
        return _revision(conn) == newest()


@cache
def newest() -> str:
    """The revision this code needs: the number with which its last script begins."""
    return max(path.name[:4] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))


def _revision(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
