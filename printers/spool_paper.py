"""What people see of the spool: the newest slips as pictures, and what only they can decide."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from printers.slip import preview_png
from printers.spool_jobs import UNKNOWN, Jobs
from server.hall.slip import Slip
from server.store import plans
from server.store.store import Store
from server.store.tables import print_jobs

J = print_jobs.c
COLUMNS = [J.id, J.printer, J.slip, J.state, J.reason, J.created_at]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One slip on a page: its ticket's label, which copy it is, and what became of it."""

    id: int
    printer: str
    label: str
    copy: int
    state: str
    reason: str | None
    created_at: datetime


class Paper:
    """The spool's door for pages. `wake` is called when there is something new to print.

    Pictures are drawn when somebody looks, from the job's own row, so that printing draws nothing twice.
    """

    def __init__(self, store: Store, jobs: Jobs, wake: Callable[[], None]) -> None:
        self._store, self._jobs, self._wake = store, jobs, wake

    def slips(self, hall: str, printer: str, limit: int) -> list[Sheet]:
        """The newest slips of a printer, newest first."""
        return self._sheets(J.hall == hall, J.printer == printer, limit=limit)

    def undecided(self, hall: str) -> list[Sheet]:
        """Slips of which nobody knows whether they were printed, oldest first."""
        return self._sheets(J.hall == hall, J.state == UNKNOWN, limit=100)[::-1]

    def slip_png(self, hall: str, job_id: int) -> bytes | None:
        """A slip as PNG bytes, as wide as its printer's paper; None when the hall has no such job."""
        job = self._jobs.find(hall, job_id)
        if job is None:
            return None
        with self._store.read() as conn:
            plan = plans.read(conn, hall)
        printer = plan.printer(job.printer) if plan else None
        return preview_png(Slip.from_json(job.slip), printer.width if printer else 576)

    def printed(self, hall: str, job_id: int) -> bool:
        """A person saw the paper of an undecided slip; False when there was nothing to decide."""
        return self._jobs.printed(hall, job_id)

    def reprint(self, hall: str, job_id: int) -> bool:
        """Print a slip once more, marked as a copy; False when that cannot be."""
        again = self._jobs.reprint(hall, job_id)
        self._wake()
        return again is not None

    def _sheets(self, *where: ColumnElement[bool], limit: int) -> list[Sheet]:
        query = select(*COLUMNS).where(*where).order_by(J.id.desc()).limit(limit)
        with self._store.read() as conn:
            return [_sheet(row._asdict()) for row in conn.execute(query)]


def _sheet(row: dict[str, Any]) -> Sheet:
    slip = row.pop("slip")
    return Sheet(label=slip["label"], copy=slip["copy"], **row)
