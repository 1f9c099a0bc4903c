"""Wrong tries are counted per subject; after too many the door stays shut for a while."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from server.store.tables_access import tries

T = tries.c
FORGOTTEN_AFTER = timedelta(minutes=15)
LONGEST = timedelta(minutes=15)
"""No door is shut for longer. What says otherwise was written by a clock that has been put right since."""


class TooMany(Exception):
    """The door is shut; try again in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"try again in {seconds} seconds")
        self.seconds = seconds


def check(conn: Connection, subject: str, now: datetime) -> None:
    """Raise TooMany while the subject is shut out."""
    _refuse(conn.execute(select(T.until).where(T.subject == subject)).scalar(), now)


def _refuse(until: datetime | None, now: datetime) -> None:
    if until is not None and now < until <= now + LONGEST:
        raise TooMany(max(1, int((until - now).total_seconds()) + 1))


def count(conn: Connection, subject: str, now: datetime, *, most: int, shut: timedelta) -> None:
    """Count one try; the one that reaches `most` shuts the door for `shut`. Raises TooMany as `check`."""
    # Locked, so that of many tries at once each sees the ones before it.
    known = select(T.times, T.at, T.until).where(T.subject == subject).with_for_update()
    row = conn.execute(known).one_or_none()
    if row is None:
        _sweep(conn, now)
        until = now + shut if most <= 1 else None
        first = insert(tries).values(subject=subject, times=1, at=now, until=until)
        try:
            with conn.begin_nested():
                conn.execute(first)
        except IntegrityError:
            count(conn, subject, now, most=most, shut=shut)
        return
    _refuse(row.until, now)
    number = 1 if abs(now - row.at) > FORGOTTEN_AFTER else row.times + 1
    until = now + shut if number >= most else None
    kept = {"times": 0 if until else number, "at": now, "until": until}
    conn.execute(update(tries).where(T.subject == subject).values(**kept))


def take_back(conn: Connection, subject: str) -> None:
    """One of a subject's tries was a right one; those before it still count."""
    one_less = update(tries).where(T.subject == subject, T.times > 0).values(times=T.times - 1)
    conn.execute(one_less)


def _sweep(conn: Connection, now: datetime) -> None:
    over = (T.until.is_(None)) | (T.until < now)
    conn.execute(delete(tries).where(T.at < now - FORGOTTEN_AFTER, over))


def shut(conn: Connection, prefix: str, now: datetime) -> dict[str, datetime]:
    """The subjects that begin with `prefix` and are shut out now, and until when."""
    soon = (T.until > now, T.until <= now + LONGEST)
    theirs = (T.subject.startswith(prefix, autoescape=True), *soon)
    return {
        row.subject: row.until for row in conn.execute(select(T.subject, T.until).where(*theirs))
    }


def clear(conn: Connection, subject: str) -> None:
    """Forget a subject's tries, after a right one."""
    conn.execute(delete(tries).where(T.subject == subject))


def clear_all(conn: Connection, prefix: str) -> None:
    """Forget the tries of every subject that begins with `prefix`."""
    conn.execute(delete(tries).where(T.subject.startswith(prefix, autoescape=True)))
