"""Twice is once: the answer to a request is kept with its key, in the transaction that did the work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from server.hall.refused import Refused
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
    a = answers.c
    query = select(a.digest, a.status, a.body).where(a.scope == request.scope, a.key == request.key)
    row = conn.execute(query).one_or_none()
    if row is None:
        return None
    if row.digest != request.digest:
        raise OtherBody
    return Known(row.status, row.body)


def keep(conn: Connection, request: Request, status: int, body: Any, now: datetime) -> None:
    """Remember an answer, and drop the hall's of two days ago; the primary key refuses a second one."""
    hall = request.scope[: request.scope.index(":") + 1]
    conn.execute(_FORGET, {"before": now - KEPT, "hall": hall, "length": len(hall)})
    row = {"scope": request.scope, "key": request.key, "digest": request.digest}
    conn.execute(insert(answers).values(**row, status=status, body=body, at=now))


# Of one hall: writers of two halls who forgot the same rows would wait for each other.
_FORGET = delete(answers).where(
    answers.c.at < bindparam("before"),
    func.substr(answers.c.scope, 1, bindparam("length")) == bindparam("hall"),
)
