"""What a database's administrator has set so that a power cut may lose numbers that people hold in their hands."""

import logging

from sqlalchemy import Connection, bindparam, text
from sqlalchemy.exc import SQLAlchemyError

from server.store.store import Store

SAFE = {
    "fsync": "the database does not wait for its disk",
    "full_page_writes": "a page that is half written is not mended",
    "synchronous_commit": "a commit is answered before it is on the disk",
}
"""Setting -> what follows when it is off. https://www.postgresql.org/docs/current/runtime-config-wal.html"""

_OFF = text("SELECT name FROM pg_settings WHERE name IN :names AND setting = 'off' ORDER BY name")
_ASKED = _OFF.bindparams(bindparam("names", tuple(SAFE), expanding=True))
LOG = logging.getLogger("jiaohao.store")


def risks(conn: Connection) -> list[str]:
    """A sentence for each setting of the database under which it loses what it has promised; SQLite has none."""
    if conn.dialect.name == "sqlite":
        return []
    return [
        f"PostgreSQL runs with {name}=off: {SAFE[name]}; a power cut may lose numbers that were given"
        for name in conn.execute(_ASKED).scalars()
    ]


def warn(store: Store) -> None:
    """Write each risk into the log; a database that is away is asked at the next start."""
    try:
        with store.look() as conn:
            found = risks(conn)
    except SQLAlchemyError:
        LOG.warning("nobody knows yet whether the database waits for its disk")
        return
    for sentence in found:
        LOG.error(sentence)
