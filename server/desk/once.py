"""Twice is once: the answer to a request is kept with its key, in the transaction that did the work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from server.hall.refused import Refused
from server.store.prepared import Prepared, prepared_insert, write_together
from server.store.tables import answers

DONE = 0
REFUSED = 1
KEPT = timedelta(hours=48)


class OtherBody(Exception):
    """The same key came with another request."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks (`scope`: the hall, a colon, the caller), under which key, and a digest of what."""

    scope: str
    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Known:
    """An answer given before."""

    status: int
    body: Any

    def answer(self) -> Any:
        """The kept answer; a kept refusal is raised again."""
        if self.status == REFUSED:
            raise Refused(self.body)
        return self.body


def find(conn: Connection, request: Request) -> Known | None:
    """The answer this request got before, or None. Raises OtherBody when the key was used for something else."""
    row = _FIND.first(conn, {"scope": request.scope, "key": request.key})
    if row is None:
        return None
    digest, status, body = row
    if digest != request.digest:
        raise OtherBody
    return Known(status, body)


def keep(conn: Connection, request: Request, status: int, body: Any, now: datetime) -> None:
    """Remember an answer, and drop the hall's of two days ago; the primary key refuses a second one."""
    hall = request.scope[: request.scope.index(":") + 1]
    old = {"before": now - KEPT, "hall": hall, "length": len(hall)}
    row = {"scope": request.scope, "key": request.key, "digest": request.digest}
    said = {"status": status, "body": body, "at": now}
    write_together(conn, [(_FORGET, old), (_KEEP, row | said)])


A = answers.c
_FIND = Prepared(
    select(A.digest, A.status, A.body).where(
        A.scope == bindparam("scope"), A.key == bindparam("key")
    )
)
# Of one hall: writers of two halls who forgot the same rows would wait for each other.
_FORGET = Prepared(
    delete(answers).where(
        A.at < bindparam("before"),
        func.substr(A.scope, 1, bindparam("length")) == bindparam("hall"),
    )
)
_KEEP = prepared_insert(answers, *(column.name for column in answers.columns))
