"""Bring a store to the newest shape with Alembic; the same steps on SQLite and PostgreSQL."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from server.store.store import Store

SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config


def upgrade(store: Store) -> None:
    """Run the steps that are missing, all in one transaction."""
    config = _config()
    with store.write() as conn:
        config.attributes["connection"] = conn
        command.upgrade(config, "head")


def is_current(store: Store) -> bool:
    """Whether the store has the shape this code needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    with store.read() as conn:
        return MigrationContext.configure(conn).get_current_revision() == head
