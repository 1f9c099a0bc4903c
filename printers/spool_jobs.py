"""Print jobs and printer states in the store: every change of state is one guarded transaction.

    queued -> sending -> done | unknown        unknown -> done (a person saw the paper)        queued -> done (dropped)

A row is `sending` before its first byte leaves, and is never sent again from there by itself.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, literal, or_, select, update
from sqlalchemy.exc import IntegrityError

from server.hall import roll
from server.hall.papers import paper_of
from server.hall.slip import TRIAL, TURN
from server.store import rolls
from server.store.store import Store
from server.store.tables import print_jobs, printer_states

J, P = print_jobs.c, printer_states.c
Place = tuple[str, str]
"""(hall, printer)."""
QUEUED, SENDING, DONE, UNKNOWN = "queued", "sending", "done", "unknown"
RESTART = "restart"
SEEN, REPRINTED, DROPPED = DECIDED = ("seen", "reprinted", "dropped")
"""Why a slip is done that was not seen to the end: a person has decided."""

MOST_ERASED = 2000
"""Rows in one transaction: kiosks wait for it."""


@dataclass(frozen=True)
class Job:
    """One paper to print. `key` is "<hall>:<paper>:<copy>" and there is only one of each. `moved_from` is the
    printer that could not print it; a job moves once at most."""

    id: int
    key: str
    hall: str
    printer: str
    ticket_id: int | None
    slip: dict[str, Any]
    state: str
    reason: str | None
    moved_from: str | None


COLUMNS = [
    J.id,
    J.key,
    J.hall,
    J.printer,
    J.ticket_id,
    J.slip,
    J.state,
    J.reason,
    J.moved_from,
]


class Jobs:
    """The spool's rows. `clock` gives aware datetimes; methods are safe to call from any thread."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    def next(self, place: Place) -> Job | None:
        """The oldest queued job of a printer."""
        mine = (J.state == QUEUED, J.hall == place[0], J.printer == place[1])
        with self._store.read() as conn:
            return _job(conn, select(*COLUMNS).where(*mine).order_by(J.id).limit(1))

    def find(self, hall: str, job_id: int) -> Job | None:
        """A hall's job by id."""
        with self._store.read() as conn:
            return _job(conn, select(*COLUMNS).where(J.id == job_id, J.hall == hall))

    def torn(self, place: Place) -> bool:
        """Whether the slip that a printer was sent last may have ended in the middle, whatever a person has decided
        about it since, or somebody else is sending it one. Too often is an empty cut, too seldom a lost slip."""
        mine = (J.hall == place[0], J.printer == place[1], J.state != QUEUED)
        newest = (J.changed_at.desc(), J.id.desc())
        last = select(J.state, J.reason).where(*mine).order_by(*newest).limit(1)
        with self._store.read() as conn:
            row = conn.execute(last).first()
        return row is not None and (row.state != DONE or row.reason in DECIDED)

    def undecided(self, hall: str) -> list[Job]:
        """Jobs of which nobody knows whether they were printed, oldest first."""
        query = select(*COLUMNS).where(J.state == UNKNOWN, J.hall == hall).order_by(J.id)
        with self._store.read() as conn:
            return [Job(*row) for row in conn.execute(query)]

    def move(self, job_id: int, start: str, end: str, reason: str | None = None) -> bool:
        """Change a job's state if it still is `start`; False when somebody was faster."""
        values = {"state": end, "reason": reason, "changed_at": self._clock()}
        with self._store.write() as conn:
            here = update(print_jobs).where(J.id == job_id, J.state == start)
            return conn.execute(here.values(values)).rowcount == 1

    def take(self, job: Job) -> bool:
        """A queued job is being sent from now on; False when it went elsewhere meanwhile."""
        mine = (J.id == job.id, J.state == QUEUED, J.printer == job.printer)
        values = {"state": SENDING, "reason": None, "changed_at": self._clock()}
        with self._store.write() as conn:
            return conn.execute(update(print_jobs).where(*mine).values(values)).rowcount == 1

    def settle(self, job: Job, state: str, reason: str | None, dots: int = 0) -> bool:
        """What became of a job that was sent; `dots` is how much paper it took.

        Who sees it printed knows better than another process that took it for lost meanwhile.
        """
        values = {"state": state, "reason": reason, "changed_at": self._clock()}
        lost = and_(J.state == UNKNOWN, J.reason == RESTART, literal(state == DONE))
        with self._store.write() as conn:
            here = update(print_jobs).where(J.id == job.id, or_(J.state == SENDING, lost))
            settled = conn.execute(here.values(values)).rowcount == 1
            if settled and dots:
                paper = roll.length(dots)
                usual = job.ticket_id is not None
                rolls.note(
                    conn, job.hall, job.printer, lambda r: roll.printed(r, paper, usual=usual)
                )
        return settled

    def hand_over(self, place: Place, to: str) -> int:
        """Give a printer's queued slips to another that is ready, each once in its life. Returns how many.

        Test pages stay: they are about their printer. Nothing that was sent, or may have been, goes anywhere.
        """
        hall, printer = place
        ready = select(P.printer).where(P.hall == hall, P.printer == to, P.state != "blocked")
        mine = (J.state == QUEUED, J.hall == hall, J.printer == printer)
        tried = func.coalesce(J.slip["kind"].as_string(), TURN) == TRIAL
        free = (J.moved_from.is_(None), ~tried, ready.exists())
        values = {"printer": to, "moved_from": printer, "reason": None, "changed_at": self._clock()}
        with self._store.read() as conn:
            if conn.execute(select(J.id).where(*mine, *free).limit(1)).first() is None:
                return 0
        with self._store.write() as conn:
            return conn.execute(update(print_jobs).where(*mine, *free).values(values)).rowcount

    def erase(self, before: datetime, most: int = MOST_ERASED) -> int:
        """Erase slips that were done with before a moment, some at a time. Returns how many.

        Notices, receipts and reports are the hall's archive and stay.
        """
        slips = func.coalesce(J.slip["kind"].as_string(), TURN).in_((TURN, TRIAL))
        old = select(J.id).where(J.state == DONE, J.changed_at < before, slips).limit(most)
        with self._store.read() as conn:
            ids = list(conn.execute(old).scalars())
        if ids:
            with self._store.write() as conn:
                conn.execute(delete(print_jobs).where(J.id.in_(ids)))
        return len(ids)

    def new_roll(self, place: Place) -> None:
        """Somebody put a new roll in."""
        with self._store.write() as conn:
            rolls.note(conn, *place, roll.fresh)

    def newest_queued(self) -> dict[Place, int]:
        """The id of the last queued job of every printer that has one."""
        query = select(J.hall, J.printer, func.max(J.id)).where(J.state == QUEUED)
        with self._store.read() as conn:
            rows = conn.execute(query.group_by(J.hall, J.printer))
            return {(hall, printer): newest for hall, printer, newest in rows}

    def forget_sending(
        self, *, but: Collection[int] = (), longer: timedelta = timedelta(0)
    ) -> list[Place]:
        """What is being sent by nobody is unknown now, `but` those jobs that are; `longer` is for how long.

        What an agent has taken it still has, and it says what became of it. Returns the places of the jobs.
        """
        now = self._clock()
        values = {"state": UNKNOWN, "reason": RESTART, "changed_at": now}
        ours = or_(J.reason.is_(None), J.reason.not_like("agent:%"))
        mine = (J.state == SENDING, ours, J.changed_at <= now - longer, J.id.not_in(but))
        with self._store.read() as conn:
            if conn.execute(select(J.id).where(*mine).limit(1)).first() is None:
                return []
        with self._store.write() as conn:
            lost = update(print_jobs).where(*mine).values(values)
            return [(row[0], row[1]) for row in conn.execute(lost.returning(J.hall, J.printer))]

    def printed(self, hall: str, job_id: int) -> bool:
        """A person saw the paper of an unknown job. False when there was nothing to decide."""
        values = {"state": DONE, "reason": SEEN, "changed_at": self._clock()}
        mine = (J.id == job_id, J.hall == hall, J.state == UNKNOWN)
        with self._store.write() as conn:
            return conn.execute(update(print_jobs).where(*mine).values(values)).rowcount == 1

    def reprint(self, hall: str, job_id: int, printer: str | None = None) -> Job | None:
        """The next copy of a job, marked as such, on its printer or another one.

        Asking twice for the same job is asking once. An unknown job is decided by it ("reprinted").
        None when the hall has no such job or it still waits to be printed.
        """
        old = self.find(hall, job_id)
        if old is None or old.state not in (DONE, UNKNOWN):
            return None
        slip = paper_of(old.slip).again()
        paper = old.key.rpartition(":")[0]
        row = {
            "key": f"{paper}:{slip.copy}",
            "hall": hall,
            "printer": printer or old.printer,
            "ticket_id": old.ticket_id,
            "slip": slip.to_json(),
        }
        self.add(row)
        # Also where the copy is there already: the server may have died between the two.
        self.move(old.id, UNKNOWN, DONE, REPRINTED)
        with self._store.read() as conn:
            return _job(conn, select(*COLUMNS).where(J.key == row["key"]))

    def send_to(self, hall: str, ids: Collection[int], printer: str) -> int:
        """A person has queued jobs printed by another printer: not a byte of them was sent. Returns how many."""
        mine = (J.hall == hall, J.id.in_(ids), J.state == QUEUED, J.printer != printer)
        values = {"printer": printer, "moved_from": J.printer, "reason": None}
        with self._store.write() as conn:
            moved = update(print_jobs).where(*mine).values(**values, changed_at=self._clock())
            return conn.execute(moved).rowcount

    def drop(self, hall: str, ids: Collection[int]) -> int:
        """Nobody needs the paper of queued or unknown jobs any more, says a person. Returns how many."""
        mine = (J.hall == hall, J.id.in_(ids), J.state.in_((QUEUED, UNKNOWN)))
        values = {"state": DONE, "reason": DROPPED, "changed_at": self._clock()}
        with self._store.write() as conn:
            return conn.execute(update(print_jobs).where(*mine).values(values)).rowcount

    def add(self, row: dict[str, Any]) -> bool:
        """Queue a job of {key, hall, printer, ticket_id, slip}; False when its key is known."""
        now = self._clock()
        values = {**row, "state": QUEUED, "created_at": now, "changed_at": now}
        try:
            with self._store.write() as conn:
                conn.execute(insert(print_jobs).values(values))
        except IntegrityError:
            return False
        return True

    def report(self, place: Place, state: str, reason: str | None, near_end: bool) -> None:
        """Remember how a printer is: ready, mute or blocked."""
        try:
            self._report(place, state, reason, near_end)
        except IntegrityError:
            # Somebody else was the first to tell of it; now there is a row to change.
            self._report(place, state, reason, near_end)

    def _report(self, place: Place, state: str, reason: str | None, near_end: bool) -> None:
        mine = (P.hall == place[0], P.printer == place[1])
        values = {"state": state, "reason": reason, "near_end": near_end}
        now = self._clock()
        blocked = (reason or state) if state == "blocked" else None
        with self._store.write() as conn:
            # The paper first, as agents' reports do: in another order each would wait for the other.
            rolls.note(conn, *place, lambda r: roll.seen(r, near_end, blocked))
            known = update(printer_states).where(*mine)
            if conn.execute(known.values(**values, changed_at=now)).rowcount == 0:
                new = insert(printer_states).values(hall=place[0], printer=place[1], **values)
                conn.execute(new.values(changed_at=now))


def _job(conn: Connection, query: Any) -> Job | None:
    row = conn.execute(query).one_or_none()
    return Job(*row) if row else None
